import type { DispatchEvent } from "@flora/model";
import type { Undelivered } from "@flora/protocol";

/** What the envelope says of a dispatch that had not started. */
export function describeUndelivered(event: DispatchEvent): Undelivered {
  const { id, kind, event: name } = event;
  const run = dueRunOf(event);
  return { id, kind, event: name, ...(run ? { run } : {}) };
}

/** Whose run an event of the gateway's clock is, and when it was due in Unix milliseconds; undefined for any other event. */
export function dueRunOf({ kind, event, msg }: DispatchEvent): Undelivered["run"] {
  if (kind !== "cron") return undefined;
  const { name, scheduledAt, at } = msg as { name: string; scheduledAt: string; at: string };
  return { name, dueAt: Date.parse(event === "cron" ? scheduledAt : at) };
}
