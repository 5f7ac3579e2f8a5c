import type { APIEmbed, APIMessage } from "discord-api-types/v10";
import { Member } from "./member.js";
import { type WebhookAnswer, type WebhookCall } from "./webhooks.js";
/** A message as everybody in the channel sees it. */
export type SeenMessage = APIMessage;
/** What came back for an interaction. */
export interface Answer {
    /** Of the interaction; a form it opened is sent off with it. */
    interactionId: string;
    /** Of the message that answered, where one did. */
    messageId?: string;
    content: string;
    embeds: APIEmbed[];
    components: unknown[];
    ephemeral: boolean;
    /** Further messages. */
    followUps: {
        content: string;
        ephemeral: boolean;
    }[];
    /** The form that was opened instead. */
    modal?: {
        custom_id: string;
        title: string;
        components: unknown[];
    };
}
interface SeenThread {
    id: string;
    name: string;
    type: number;
    thread_metadata: {
        archived: boolean;
        locked?: boolean;
    };
}
interface SeenMember {
    user: {
        id: string;
        username: string;
        bot: boolean;
    };
    roles: string[];
    nick: string | null;
    /** Until when they are in a time-out, ISO 8601. */
    communication_disabled_until?: string | null;
}
interface GuildView {
    id: string;
    ownerId: string;
    channels: {
        id: string;
        name: string;
        type: number;
    }[];
    roles: {
        id: string;
        name: string;
    }[];
    members: SeenMember[];
    threads: SeenThread[];
    bans: {
        userId: string;
        reason: string | null;
    }[];
}
/** One simulated guild with a script in it. */
export declare class Guild {
    #private;
    readonly id: string;
    /** The bot's own id. */
    readonly botId: string;
    /** Everything about it now, as the simulation keeps it. */
    view(): Promise<GuildView>;
    /** Waits until flora knows the guild. */
    joined(): Promise<void>;
    /** Puts a script live: file names to contents, `main.ts` being the first. */
    deploy(files: Record<string, string>, entry?: string): Promise<void>;
    /** Fills in the script's `settings()`, by key; names of channels and roles stand for their ids. */
    set(values: Record<string, string | number | boolean>): Promise<void>;
    /** Calls a webhook of the script, as the service that it is for does. */
    calls(webhook: string, request?: WebhookCall): Promise<WebhookAnswer>;
    /** The address of a webhook of the script. */
    webhookUrl(webhook: string): Promise<string>;
    /** Id of a channel or thread by its name (or id); the first text channel without one. */
    channelId(name?: string): Promise<string>;
    roleId(name: string): Promise<string>;
    /** A member by user name. */
    member(username: string): Promise<Member>;
    /** Lets somebody new join, with roles by name. */
    joins(username: string, { roles }?: {
        roles?: string[];
    }): Promise<Member>;
    /** The messages of a channel, oldest first. */
    messages(channel?: string): Promise<SeenMessage[]>;
    /** The bot's next message in a channel, waiting for it; each message is given once. */
    next(channel?: string): Promise<SeenMessage>;
    /** A line of the guild's log that fits, waiting for it. */
    logged(pattern: RegExp): Promise<string>;
    /** Waits until the messages of a channel fit. */
    shows(channel: string, check: (messages: SeenMessage[]) => boolean): Promise<void>;
    /** Waits until something is so. */
    eventually(what: string, check: () => Promise<boolean>): Promise<void>;
}
export {};
