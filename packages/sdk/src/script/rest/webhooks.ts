import type * as D from "discord-api-types/v10";
import type { SentMessage } from "../context-types.ts";
import { type MessageInput, toMessage } from "../message.ts";
import { bind, call } from "./call.ts";
import type { WithReason } from "./with-reason.ts";
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
  /**
   * Makes a webhook of a channel. `payload`: name, and avatar as `data:image/png;base64,…`.
   *
   * @example
   * const hook = await rest.createWebhook({ channelId: ctx.msg.channelId, payload: { name: "Town crier" } });
   * await rest.executeWebhook({ webhookId: hook.id, content: "Hear, hear!" });
   */
  createWebhook(
    args: InChannel & { payload: D.RESTPostAPIChannelWebhookJSONBody } & WithReason,
  ): Promise<D.APIWebhook>;
  /**
   * Webhooks of a channel.
   *
   * @example
   * const hooks = await rest.fetchChannelWebhooks({ channelId: ctx.msg.channelId });
   * console.log(hooks.length);
   */
  fetchChannelWebhooks(args: InChannel): Promise<D.APIWebhook[]>;
  /**
   * Webhooks of the whole guild.
   *
   * @example
   * const hooks = await rest.fetchWebhooks();
   * console.log(hooks.length);
   */
  fetchWebhooks(): Promise<D.APIWebhook[]>;
  /**
   * One webhook.
   *
   * @example
   * const { name } = await rest.fetchWebhook({ webhookId: "123456789012345678" });
   * console.log(name);
   */
  fetchWebhook(args: OfWebhook): Promise<D.APIWebhook>;
  /**
   * Changes a webhook. `payload`: name, avatar, channel_id.
   *
   * @example
   * await rest.editWebhook({ webhookId: "123456789012345678", payload: { channel_id: ctx.msg.channelId } });
   */
  editWebhook(
    args: OfWebhook & { payload: D.RESTPatchAPIWebhookJSONBody } & WithReason,
  ): Promise<D.APIWebhook>;
  /**
   * Deletes a webhook.
   *
   * @example
   * await rest.deleteWebhook({ webhookId: "123456789012345678" });
   */
  deleteWebhook(args: OfWebhook & WithReason): Promise<void>;
  /**
   * Writes under a name and picture of its own. Resolves with the message only with `wait`.
   *
   * @example
   * await rest.executeWebhook({ webhookId: "123456789012345678", username: "Town crier", content: "Hear, hear!" });
   */
  executeWebhook(
    args: OfWebhook & MessageInput & {
      wait?: boolean;
      /** A thread of the webhook's channel. */
      threadId?: string;
      /** Begins a post with this title, where the channel is a forum. */
      threadName?: string;
      username?: string;
      avatarUrl?: string;
      /** Said by itself where there are components. */
      withComponents?: boolean;
    },
  ): Promise<SentMessage | undefined>;
  /**
   * A message that the webhook wrote.
   *
   * @example
   * const { content } = await rest.fetchWebhookMessage({ webhookId: "123456789012345678", messageId: ctx.msg.id });
   * console.log(content);
   */
  fetchWebhookMessage(args: OfWebhookMessage): Promise<SentMessage>;
  /**
   * Changes a message that the webhook wrote.
   *
   * @example
   * await rest.editWebhookMessage({ webhookId: "123456789012345678", messageId: ctx.msg.id, content: "Never mind" });
   */
  editWebhookMessage(args: OfWebhookMessage & MessageInput): Promise<SentMessage>;
  /**
   * Deletes a message that the webhook wrote.
   *
   * @example
   * await rest.deleteWebhookMessage({ webhookId: "123456789012345678", messageId: ctx.msg.id });
   */
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
