import type { Delivered } from "./context-types.js";
import type { GuildReads } from "./guild-types.js";
/** A request that was sent to a webhook. */
export interface WebhookMsg {
    name: string;
    method: string;
    /** By name in lower case. */
    headers: Record<string, string>;
    query: Record<string, string>;
    body: string;
    /**
     * The body as JSON; throws where it is none.
     *
     * @example
     * webhook("ci", ({ msg }) => `Thanks for ${msg.json().name}`);
     */
    json(): any;
}
/** What the handler of a webhook is given. */
export interface WebhookContext extends Delivered {
    msg: WebhookMsg;
    /** The same as the global `guild`. */
    guild: GuildReads;
    /** Aborts when the time to answer is over. */
    readonly signal: AbortSignal;
}
/** What the sender is told: text, or a whole answer. A body that is no text is sent as JSON. */
export type WebhookReply = string | {
    /** 200 by default, 200 to 599. */
    status?: number;
    body?: unknown;
    /** `content-type` (text, JSON, XML or a form), `retry-after`, and names that begin with `x-`. */
    headers?: Record<string, string>;
};
/** How requests to a webhook are checked. */
export interface WebhookOptions {
    /**
     * Who signs the requests, and how: requests with a wrong signature, or with one of Stripe's that is older than 5
     * minutes or was used before, do not reach the script. GitHub's signatures have no time: where a request that is sent
     * again would do harm, claim its header `x-github-delivery` with `kv.store(…).claimOnce`. `"none"` by default.
     */
    signature?: "github" | "stripe" | "none";
    /** Name of the secret of this server that they are signed with, as in `flora secrets set`. */
    secret?: string;
}
/** What {@link webhook} gives. */
export interface Webhook {
    readonly name: string;
    /**
     * Its address. Whoever knows it may call it; `flora webhooks` shows it too.
     *
     * @example
     * const ci = webhook("ci", () => "Thanks");
     * on("messageCreate", async () => console.log(await ci.url()));
     */
    url(): Promise<string>;
}
/**
 * Gives this server an address of its own that other services call, such as GitHub or Stripe. The handler's result is
 * told to the sender; without one, or after 5 seconds, the sender is told that all is well. At most 16.
 *
 * @example
 * webhook("github", async ({ msg }) => {
 *   if (msg.headers["x-github-event"] !== "push") return;
 *   await rest.sendMessage({ channelId: "123456789012345678", content: `${msg.json().commits.length} new commits` });
 * }, { signature: "github", secret: "GITHUB_SECRET" });
 */
export declare function webhook(name: string, handler: (ctx: WebhookContext) => WebhookReply | void | Promise<WebhookReply | void>, options?: WebhookOptions): Webhook;
