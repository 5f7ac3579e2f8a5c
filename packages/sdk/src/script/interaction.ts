/** @module The life cycle of one interaction: a first answer within 3 seconds, then edits and follow-ups. */
import { ops } from "../runtime/wall.ts";
import type { ComponentContext, SentMessage } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";
import { toDiscord } from "./keys.ts";
import { type MessageInput, type ReplyInput, toMessage } from "./message.ts";
import { withFiles } from "./uploads.ts";

/** Discord's callback types. */
const REPLY = 4, DEFER = 5, DEFER_UPDATE = 6, UPDATE = 7, MODAL = 9;
const EPHEMERAL = 1 << 6;

/**
 * What the first answer was. After `deferred` the next reply fills it in; after `updated` the original is the message
 * the component belongs to, so that replies are follow-ups.
 */
type Answer = "none" | "replied" | "deferred" | "updated" | "form";

interface Payload {
  interactionToken: string;
  channelId?: string;
  message?: { id: string };
}

/** `hasMessage`: the interaction came from a component of a message. */
export function interactionAnswers(
  msg: Payload,
  { hasMessage }: { hasMessage: boolean },
): Omit<ComponentContext, "msg" | "raw" | "guild" | "redelivered" | "signal" | "awaitComponent"> {
  const interaction = msg.interactionToken;
  let answer: Answer = "none";
  /** The first answer on its way: later calls wait for it, as Discord might otherwise see them first. */
  let first: Promise<unknown> = Promise.resolve();

  /** A refused first answer leaves the interaction open for another. */
  const open = async (next: Answer, respond: () => Promise<unknown>): Promise<void> => {
    if (answer !== "none") {
      throw invalidArgument("", "Cannot answer: the interaction has been answered already");
    }
    answer = next;
    first = respond().catch((error) => {
      answer = "none";
      throw error;
    });
    await first;
  };
  const after = async <T>(then: () => Promise<T>): Promise<T> => {
    await first;
    return await then();
  };
  const editOriginal = (input: string | MessageInput) =>
    after(() =>
      withFiles(
        { interaction, ...toMessage(input, "message") },
        (edit) => ops.interactions.editOriginal(edit) as Promise<SentMessage>,
      )
    );
  const followUp = (input: string | ReplyInput) =>
    after(() =>
      withFiles(
        { interaction, ...toMessage(input, "message") },
        (message) => ops.interactions.followUp(message) as Promise<SentMessage>,
      )
    );

  const respond = (type: 4 | 7, input: string | ReplyInput) => {
    const { body, files } = toMessage(input, "message");
    return withFiles({ interaction, type, data: body, files }, (answer) => ops.interactions.respond(answer));
  };

  return {
    async reply(input) {
      if (answer === "none") return void await open("replied", () => respond(REPLY, input));
      if (answer !== "deferred") return await followUp(input);
      answer = "replied";
      return await editOriginal(input);
    },
    async edit(input) {
      if (answer !== "none") return await editOriginal(input);
      if (hasMessage) return void await open("updated", () => respond(UPDATE, input));
      throw invalidArgument("", "Cannot edit: the interaction has no answer yet, use reply or defer first");
    },
    async update(input) {
      if (!hasMessage) throw invalidArgument("", "Cannot update: the interaction came from no message");
      if (answer !== "none") return void await editOriginal(input ?? {});
      if (input !== undefined) return await open("updated", () => respond(UPDATE, input));
      await open("updated", () => ops.interactions.respond({ interaction, type: DEFER_UPDATE }));
    },
    async defer({ ephemeral = false } = {}) {
      const data = ephemeral ? { data: { flags: EPHEMERAL } } : {};
      await open("deferred", () => ops.interactions.respond({ interaction, type: DEFER, ...data }));
    },
    followUp,
    async showModal(modal) {
      const data = toDiscord(modal) as { custom_id: string; title: string; components: [] };
      await open("form", () => ops.interactions.respond({ interaction, type: MODAL, data }));
    },
    async deleteReply() {
      await after(() => ops.interactions.deleteOriginal({ interaction }));
    },
    async react(emoji) {
      const { channelId, message } = msg;
      if (!message || channelId === undefined) {
        throw invalidArgument("", "Cannot react: the interaction has no message");
      }
      await ops.discord.rest({ route: "reactions.add", params: { channelId, messageId: message.id, emoji } });
    },
  };
}
