/** @module What became of an event: exactly one reason of a closed list, and words for it. */
import { z } from "zod";
import type { ScriptErrorShape } from "./errors.ts";

/** Every reason, with what it means to a guild's people. */
export const whyTexts = {
  ran: "the script handled it",
  // Nobody wanted it.
  "no-script": "no script is deployed to this server",
  "no-handler": "the script has no handler for this kind of event",
  "unknown-command": "the script has no command of this name",
  "from-a-bot": "it came from a bot, and prefix commands listen to people only",
  withheld: "this kind of event is never handed to scripts",
  "cron-missed": "its time was long over when flora came to it, and the job does not catch up",
  "cron-overlap": "the run before had not ended, and the job skips runs that would overlap",
  // It was kept from running.
  paused: "the script is paused by somebody who manages this server",
  quarantined: "the script failed too often and has to wait before it runs again",
  "cpu-share": "the script used more CPU time than its share",
  "queue-full": "too many events of this server were waiting",
  "memory-full": "the memory set aside for waiting events was used up",
  "waited-too-long": "it waited too long for its turn",
  "too-often": "requests came faster than they are taken",
  "sender-refused": "the sender was not believed",
  "too-large": "it was larger than allowed",
  // It ran, and something was refused to it.
  "no-permission": "the bot lacks a permission that the script's action needs",
  "not-of-this-server": "the script named something that is not of this server",
  quota: "the script passed one of its limits",
  "rate-limited": "the action came faster than Discord takes it",
  "host-forbidden": "the script may not send requests or secrets there",
  "discord-refused": "Discord refused the script's action",
  // It ran and did not end well.
  threw: "the handler threw an error",
  "timed-out": "the handler took too long and was ended",
  "script-ended": "the script was ended while it ran",
  // Nothing of the script's.
  "worker-lost": "the processes that ran it ended, again and again",
  superseded: "the script was replaced or moved meanwhile",
  stopping: "flora was stopping",
  "flora-failed": "flora failed",
} as const;
export type WhyReason = keyof typeof whyTexts;

export const whyReasons = Object.keys(whyTexts) as [WhyReason, ...WhyReason[]];
export const WhyReason = z.enum(whyReasons);

/** Reasons of events that nothing was meant to happen with, or that went well: there are many of them. */
export const quietReasons: ReadonlySet<WhyReason> = new Set<WhyReason>([
  "ran",
  "no-script",
  "no-handler",
  "from-a-bot",
  "withheld",
]);

const text = (most: number) => z.string().max(most);

/** One event and what became of it. */
export const WhyRecord = z.object({
  /** When it came in; Unix milliseconds. */
  at: z.number().int(),
  reason: WhyReason,
  /** Public event name, such as `messageCreate`. */
  event: text(64),
  dispatchId: text(64).optional(),
  /** The message it is about. */
  messageId: text(20).optional(),
  channelId: text(20).optional(),
  userId: text(20).optional(),
  /** Name of the command, or custom id of the component. */
  command: text(100).optional(),
  /** From its arrival to its end. */
  tookMs: z.number().optional(),
  detail: text(300).optional(),
});
export type WhyRecord = z.infer<typeof WhyRecord>;

/** How many events of one kind met one reason. */
export const WhyCount = z.object({
  reason: WhyReason,
  event: z.string(),
  count: z.number().int(),
  /** Unix milliseconds of the latest. */
  lastAt: z.number().int(),
});
export type WhyCount = z.infer<typeof WhyCount>;

/** What was refused to a handler while it ran. */
export const OpRefusal = z.object({ reason: WhyReason, op: z.string().max(64), message: z.string() });
export type OpRefusal = z.infer<typeof OpRefusal>;

const FORBIDDEN = 403;

/** The reason for a refused call of a script; undefined for errors that are part of ordinary work. */
export function reasonOfRefusal({ code, status }: ScriptErrorShape): WhyReason | undefined {
  switch (code) {
    case "SCOPE_FORBIDDEN":
      return "not-of-this-server";
    case "DISCORD_RATE_LIMITED":
      return "rate-limited";
    case "DISCORD_ERROR":
      return status === FORBIDDEN ? "no-permission" : "discord-refused";
    case "LIMIT_EXCEEDED":
    case "KV_LIMIT":
      return "quota";
    case "HTTP_FORBIDDEN":
    case "SECRET_HOST_FORBIDDEN":
      return "host-forbidden";
    case "INTERNAL":
      return "flora-failed";
    default:
      return undefined;
  }
}
