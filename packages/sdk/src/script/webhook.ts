import { ops } from "../runtime/wall.ts";
import { invalidArgument } from "./errors.ts";
import type { Delivered } from "./context-types.ts";
import type { GuildReads } from "./guild-types.ts";
import { addWebhook } from "./registry.ts";

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
  // deno-lint-ignore no-explicit-any -- what others send
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

const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const SECRET = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const SCHEMES = ["none", "github", "stripe"];

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
export function webhook(
  name: string,
  handler: (ctx: WebhookContext) => WebhookReply | void | Promise<WebhookReply | void>,
  options: WebhookOptions = {},
): Webhook {
  const refuse = (path: string, problem: string) =>
    invalidArgument(path, `Cannot register webhook ${JSON.stringify(name)}: ${problem}`);
  const { signature = "none", secret } = options;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw refuse("name", "its name must have 1 to 32 of a-z, 0-9, - and _");
  }
  if (typeof handler !== "function") throw refuse("handler", "its handler must be a function");
  if (!SCHEMES.includes(signature)) throw refuse("signature", `it is one of ${SCHEMES.join(", ")}`);
  if (secret !== undefined && (typeof secret !== "string" || !SECRET.test(secret))) {
    throw refuse("secret", "give the name of a secret");
  }
  if ((signature === "none") !== (secret === undefined)) {
    throw refuse("secret", "a signature takes the name of a secret, and a secret a signature");
  }
  addWebhook({ name, signature, ...(secret === undefined ? {} : { secret }) }, async (ctx) => {
    const reply: WebhookReply | void = await handler(ctx);
    if (reply !== undefined) await ops.webhooks.answer(toAnswer(reply));
  });
  return { name, url: async () => (await ops.webhooks.url({ name })).url };
}

function toAnswer(reply: WebhookReply) {
  if (typeof reply === "string") return { status: 200, headers: {}, body: reply };
  if (typeof reply !== "object" || reply === null) {
    throw invalidArgument("", "Cannot answer: return text, or an object with status, body and headers");
  }
  const { status = 200, body = "", headers = {} } = reply;
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  if (typeof body === "string") return { status, headers: named, body };
  return { status, headers: { "content-type": "application/json", ...named }, body: JSON.stringify(body) };
}
