import type * as D from "discord-api-types/v10";
import type { SentMessage } from "../context-types.ts";
import { type MessageInput, toMessage } from "../message.ts";
import { bind, call, type WithReason } from "./call.ts";
import type { InChannel } from "./messages.ts";

/** A webhook of the guild. flora keeps its token to itself: the id is enough, and a token given here is ignored. */
interface OfWebhook {
  webhookId: string;
  token?: string | undefined;
}
interface OfWebhookMessage extends OfWebhook {
  messageId: string;
  /** Where the message is in a thread. */
  threadId?: string;
}

/**
 * Webhooks of the guild; answers leave out token and url. A webhook of somewhere else is called as any web address is,
 * with `fetch`.
 */
export interface WebhookRest {
  /** `payload`: name, and avatar as `data:image/png;base64,…`. */
  createWebhook(
    args: InChannel & { payload: D.RESTPostAPIChannelWebhookJSONBody } & WithReason,
  ): Promise<D.APIWebhook>;
  fetchChannelWebhooks(args: InChannel): Promise<D.APIWebhook[]>;
  /** Of the whole guild. */
  fetchWebhooks(): Promise<D.APIWebhook[]>;
  fetchWebhook(args: OfWebhook): Promise<D.APIWebhook>;
  /** `payload`: name, avatar, channel_id. */
  editWebhook(
    args: OfWebhook & { payload: D.RESTPatchAPIWebhookJSONBody } & WithReason,
  ): Promise<D.APIWebhook>;
  deleteWebhook(args: OfWebhook & WithReason): Promise<void>;
  /** Writes under a name and picture of its own. Resolves with the message only with `wait`. */
  executeWebhook(
    args: OfWebhook & MessageInput & {
      wait?: boolean;
      /** A thread of the webhook's channel. */
      threadId?: string;
      /** Begins a post with this title, where the channel is a forum. */
      threadName?: string;
      username?: string;
      avatarUrl?: string;
    },
  ): Promise<SentMessage | undefined>;
  fetchWebhookMessage(args: OfWebhookMessage): Promise<SentMessage>;
  editWebhookMessage(args: OfWebhookMessage & MessageInput): Promise<SentMessage>;
  deleteWebhookMessage(args: OfWebhookMessage): Promise<void>;
}

const bound = bind<Omit<WebhookRest, "executeWebhook" | "editWebhookMessage">>({
  createWebhook: ["webhooks.create", "channelId"],
  fetchChannelWebhooks: ["webhooks.listInChannel", "channelId"],
  fetchWebhooks: ["webhooks.list"],
  fetchWebhook: ["webhooks.get", "webhookId"],
  editWebhook: ["webhooks.edit", "webhookId"],
  deleteWebhook: ["webhooks.delete", "webhookId"],
  fetchWebhookMessage: ["webhooks.getMessage", "webhookId", "messageId"],
  deleteWebhookMessage: ["webhooks.deleteMessage", "webhookId", "messageId"],
});

/** Without it Discord drops the components of webhooks that are not the bot's own. */
const components = (message: MessageInput) => message.components ? { withComponents: true } : {};

export const webhooks: WebhookRest = {
  ...bound,
  executeWebhook({ webhookId, wait, threadId, threadName, username, avatarUrl, ...message }) {
    const { body, files } = toMessage(message, "message");
    return call(["webhooks.execute", "webhookId"], {
      webhookId,
      wait,
      threadId,
      ...components(message),
      payload: { ...body, username, avatar_url: avatarUrl, thread_name: threadName },
      files,
    });
  },
  editWebhookMessage({ webhookId, messageId, threadId, ...message }) {
    const { body, files } = toMessage(message, "message");
    return call(["webhooks.editMessage", "webhookId", "messageId"], {
      webhookId,
      messageId,
      threadId,
      ...components(message),
      payload: body,
      files,
    });
  },
};
