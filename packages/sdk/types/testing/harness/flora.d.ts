import type { TestClock } from "./clock.js";
import { Guild } from "./guild.js";
export interface NewMember {
    username: string;
    roles?: string[];
}
export interface GuildOptions {
    /** The script: a file (its folder is the project), or file names to contents with `main.ts` first. None is no script. */
    script?: URL | Record<string, string>;
    name?: string;
    /** User names, or with the names of their roles; `owner` owns the guild. */
    members?: (string | NewMember)[];
    /** Permissions are decimal bit fields; those of the role `@everyone` are what everybody may do. */
    roles?: {
        name: string;
        permissions?: string;
    }[];
    /** What the bot may do, a decimal bit field; all that bots use, short of administrator, where it is not given. */
    botPermissions?: string;
    channels?: {
        name: string;
        type?: number;
    }[];
    /** What is filled in of the script's `settings()`, by key; names of channels and roles stand for their ids. */
    settings?: Record<string, string | number | boolean>;
    /** Secrets the script finds, with the hosts they may go to. */
    secrets?: Record<string, {
        value: string;
        allowedHosts: string[];
    }>;
}
/** One flora with a simulated Discord, for the tests of a file. Dispose of it when done: `await using`. */
export declare class Flora implements AsyncDisposable {
    #private;
    private readonly local;
    private readonly dataDir;
    readonly clock: TestClock;
    private constructor();
    /**
     * Takes about a second. `env` are settings of flora, such as `FLORA_LIMIT_DISPATCH_TIMEOUT_MS`; handlers have longer than
     * in production, so that a busy machine fails no test; one that took longer than it may live is warned of at the end.
     */
    static start(env?: Record<string, string>): Promise<Flora>;
    /** What the command `flora` is to find in its environment, to work with this one. */
    get environment(): Record<string, string>;
    /** A new guild with the script live in it. */
    guild(options: GuildOptions): Promise<Guild>;
    [Symbol.asyncDispose](): Promise<void>;
}
