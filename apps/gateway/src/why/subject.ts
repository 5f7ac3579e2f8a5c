/** @module What an event is about, in the few words by which people ask for it. */
import type { WhyRecord } from "@flora/model";

type Subject = Pick<WhyRecord, "messageId" | "channelId" | "userId" | "command">;

const LONGEST_COMMAND = 100;

/** Reads Discord's payload of a public event; `word` is what a message's prefix command was called by. */
// deno-lint-ignore no-explicit-any -- Discord's payloads, one shape per type
export function subjectOf(event: string, d: any, word?: string): Subject {
  const subject: Subject = {};
  const messageId = event.startsWith("message") ? d.id ?? d.message_id : d.message_id ?? d.message?.id;
  if (typeof messageId === "string") subject.messageId = messageId;
  if (typeof d.channel_id === "string") subject.channelId = d.channel_id;
  const userId = d.author?.id ?? d.member?.user?.id ?? d.user?.id ?? d.user_id;
  if (typeof userId === "string") subject.userId = userId;
  const command = word ?? commandOf(event, d);
  if (typeof command === "string") subject.command = command.slice(0, LONGEST_COMMAND);
  return subject;
}

/** What else people know an event by: the command, the component or form, the job, the webhook. */
// deno-lint-ignore no-explicit-any -- as above
function commandOf(event: string, d: any): unknown {
  switch (event) {
    case "interactionCreate":
      return d.data?.name;
    case "componentInteraction":
    case "modalSubmit":
      return d.data?.custom_id;
    case "cron":
    case "schedule":
    case "webhook":
      return d.name;
  }
}
