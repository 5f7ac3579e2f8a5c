/** @module Answers to events that are no interactions: messages in the channel of the event. */
import { ops } from "../runtime/wall.ts";
import { invalidArgument } from "./errors.ts";
import type { EventContext, SentMessage } from "./context-types.ts";
import { type ReplyInput, toMessage } from "./message.ts";
import { type Message, withFiles } from "./uploads.ts";

interface Payload {
  id?: string;
  channelId?: string;
  messageId?: string;
}

/** Of a deleted message only its channel is left. */
const GONE = ["messageDelete", "messageDeleteBulk"];

export function messageAnswers(
  event: string,
  msg: Payload,
): Pick<EventContext, "reply" | "edit" | "deleteReply" | "react"> {
  const messageId = GONE.includes(event)
    ? undefined
    : msg.messageId ?? (event.startsWith("message") ? msg.id : undefined);
  let lastReply: string | undefined;

  const channel = (verb: string): string => {
    if (msg.channelId !== undefined) return msg.channelId;
    throw invalidArgument("", `Cannot ${verb}: ${event} happens in no channel, use rest.sendMessage`);
  };
  const message = (verb: string): { channelId: string; messageId: string } => {
    if (messageId !== undefined) return { channelId: channel(verb), messageId };
    throw invalidArgument("", `Cannot ${verb}: ${event} has no message`);
  };

  return {
    async reply(input) {
      const channelId = channel("reply");
      const sent = await withFiles(
        refer(toMessage(input, "message"), input, messageId),
        (message) => ops.discord.rest({ route: "messages.send", params: { channelId }, ...message }),
      ) as SentMessage;
      lastReply = sent.id;
      return sent;
    },
    async edit(input) {
      const params = message("edit");
      return await withFiles(
        toMessage(input, "message"),
        (message) => ops.discord.rest({ route: "messages.edit", params, ...message }),
      ) as SentMessage;
    },
    async deleteReply() {
      if (lastReply === undefined) throw invalidArgument("", "Cannot delete the reply: there is none yet");
      const params = { channelId: channel("delete the reply"), messageId: lastReply };
      lastReply = undefined;
      await ops.discord.rest({ route: "messages.delete", params });
    },
    async react(emoji) {
      await ops.discord.rest({ route: "reactions.add", params: { ...message("react"), emoji } });
    },
  };
}

/** Refers to the message of the event unless the script says otherwise; a message gone meanwhile is no failure. */
function refer(sent: Message, input: string | ReplyInput, messageId: string | undefined): Message {
  const given = typeof input === "string" ? undefined : input.replyTo;
  const reference = given === undefined ? messageId : given;
  if (reference === null || reference === undefined) return sent;
  const message_reference = { message_id: reference, fail_if_not_exists: false };
  return { ...sent, body: { ...sent.body, message_reference } };
}
