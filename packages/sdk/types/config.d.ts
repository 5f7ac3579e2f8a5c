/** @module What `flora.config.ts` may say. It is read by the command line only, never by a script. */
/** A guild to play with on this machine. */
export interface DevGuild {
    name?: string;
    /** User name of the guild's owner; `owner` by default. */
    owner?: string;
    /** User names of further members; ada and ben by default. */
    members?: string[];
    /** Further roles, from the lowest to the highest; `permissions` is Discord's decimal bit field. */
    roles?: {
        name: string;
        permissions?: string;
        color?: number;
        mentionable?: boolean;
    }[];
    /** Instead of general and random; `type` is Discord's number, 0 for text. */
    channels?: {
        name: string;
        type?: number;
        topic?: string;
    }[];
}
export interface FloraConfig {
    /** The first file, relative to the root. */
    entry?: string;
    /** The project's folder, relative to this file; where it stands by default. */
    root?: string;
    /** Id of the guild that commands are about. */
    guild?: string;
    /** Address of flora's API, such as `https://flora.example.com`. */
    api?: string;
    /** The simulated guild of `flora dev`. */
    dev?: DevGuild;
}
/** Gives an editor the types of the configuration; answers it as it is. */
export declare function defineConfig(config: FloraConfig): FloraConfig;
