/** Names of the `:param` parts of a pattern. */
export type ParamNames<P extends string> = P extends `${string}:${infer Rest}` ? Named<Rest> | ParamNames<Rest> : never;
type Named<S extends string, Name extends string = ""> = S extends `${infer Char}${infer Rest}` ? Char extends WordChar ? Named<Rest, `${Name}${Char}`> : Name : Name;
type Letters = "abcdefghijklmnopqrstuvwxyz";
type CharsOf<S extends string> = S extends `${infer Char}${infer Rest}` ? Char | CharsOf<Rest> : never;
type WordChar = CharsOf<Letters> | Uppercase<CharsOf<Letters>> | CharsOf<"0123456789_">;
/** The `:parts` of a custom id's pattern, by name. */
export type Params<P extends string> = {
    [Name in ParamNames<P> as Name extends "" ? never : Name]: string;
};
export type Matcher = (customId: string) => Record<string, string> | undefined;
/**
 * Reads custom ids of the form `vote/:poll/:choice`: a part `:name` stands for one or more characters other than `/`,
 * everything else for itself.
 */
export declare function compilePattern(pattern: string): Matcher;
export {};
