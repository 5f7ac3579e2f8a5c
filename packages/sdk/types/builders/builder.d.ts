/** Anything with a `toJSON` in Discord's own spelling: a builder is accepted wherever its JSON is. */
export interface Builder {
    /**
     * What Discord takes.
     *
     * @example
     * console.log(embed().setTitle("Hello").toJSON());
     */
    toJSON(): object;
}
/** A list given as such, or as arguments. */
export type Listed<T> = T[] | [T[]];
/** The items, however they were given. */
export declare function flat<T>(items: Listed<T>): T[];
/** Data of a component, or the one argument that most of them begin with. */
export declare function initial<T extends object>(given: string | T | undefined, toData: (text: string) => T): T;
