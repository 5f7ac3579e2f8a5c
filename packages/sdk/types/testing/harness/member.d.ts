import type { Answer, Guild, SeenMessage } from "./guild.js";
/** What of a message tells which one is meant. */
type MessageRef = {
    id: string;
} | {
    messageId?: string;
};
/** A person in a simulated guild, and what they do. */
export declare class Member {
    #private;
    readonly id: string;
    readonly username: string;
    private readonly guild;
    constructor(id: string, username: string, guild: Guild);
    /** Writes a message. */
    says(content: string, { channel, replyTo }?: {
        channel?: string;
        replyTo?: string;
    }): Promise<SeenMessage>;
    /** Uses a slash command and waits for the answer. Subcommands are nested: `{ set: { value: 1 } }`. */
    runs(name: string, options?: Record<string, unknown>, { channel }?: {
        channel?: string;
    }): Promise<Answer>;
    /** Uses an entry of the menu of a message or a user. */
    uses(name: string, on: {
        messageId: string;
    } | {
        userId: string;
    }): Promise<Answer>;
    /** What is suggested for an option while it is typed. */
    types(command: string, option: string, text: string): Promise<{
        name: string;
        value: string | number;
    }[]>;
    /** Presses a button of a message. */
    clicks(message: MessageRef, customId: string): Promise<Answer>;
    /** Picks values of a select menu. */
    picks(message: MessageRef, customId: string, ...values: string[]): Promise<Answer>;
    /** Fills in the form that an answer opened and sends it off. */
    submits(answer: Answer, fields: Record<string, unknown>): Promise<Answer>;
    reacts(message: MessageRef, emoji: string): Promise<void>;
    /** Takes a reaction back. */
    unreacts(message: MessageRef, emoji: string): Promise<void>;
    /** Deletes a message. */
    deletes(message: MessageRef): Promise<void>;
    /** Deletes a channel or thread by its name. */
    deletesChannel(name: string): Promise<void>;
    /** Waits until the person has a role. */
    has(roleId: string): Promise<void>;
    /** Waits until the person has a role no more. */
    lacks(roleId: string): Promise<void>;
    /** Waits until the person is banned, or no more. */
    isBanned(banned?: boolean): Promise<void>;
    /** Goes into a voice channel, or out of any without a name. */
    talksIn(channel?: string): Promise<void>;
    /** Joins anew, after having left. */
    returns(): Promise<void>;
    leaves(): Promise<void>;
    /** Ids of the roles the person has now. */
    roles(): Promise<string[]>;
}
export {};
