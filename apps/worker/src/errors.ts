/** @module What a guild's owner reads in the guild's log when the script fails. */
import type { Ended } from "@flora/isolation";
import type { Limits, RevisionId, TerminationReason } from "@flora/model";
import type { DispatchTable } from "./dispatch-table.ts";
import type { Guild } from "./guild.ts";
import type { LinePlace } from "./guild-voice.ts";

/** A thrown error as one text: its stack in the author's files, or its message where it has none. */
export async function describeThrow(
  guild: Guild,
  revisionId: RevisionId,
  thrown: { message: string; stack: string },
): Promise<string> {
  if (thrown.stack === "") return thrown.message.replace(/^Cannot load script: /, "");
  const stack = await guild.services.sourceMaps.map(guild.id, revisionId, thrown.stack);
  return stack.includes(thrown.message) ? stack : `${thrown.message}\n${stack}`;
}

/** A handler of a dispatch threw. */
export async function reportThrow(
  guild: Guild,
  place: LinePlace & { revisionId: RevisionId },
  thrown: { message: string; stack: string },
): Promise<void> {
  if (guild.voice.admits()) {
    guild.voice.mustSay("error", await describeThrow(guild, place.revisionId, thrown), place);
  }
}

/** A promise was rejected and nobody handled it. */
export async function reportUnhandled(
  guild: Guild,
  { revisionId, dispatches }: { revisionId: RevisionId; dispatches: DispatchTable },
  problem: { dispatchId?: string; message: string; stack: string },
): Promise<void> {
  if (!guild.voice.admits()) return;
  const { dispatchId } = problem;
  const event = dispatchId === undefined ? undefined : dispatches.eventOf(dispatchId);
  guild.voice.mustSay("error", `Unhandled rejection: ${await describeThrow(guild, revisionId, problem)}`, {
    revisionId,
    ...(event === undefined ? {} : { dispatchId: dispatchId!, event }),
  });
}

const endings: Record<TerminationReason, (limits: Limits) => string> = {
  "boot-timeout": ({ bootTimeoutMs }) => `it could not be started within ${bootTimeoutMs} ms`,
  "load-timeout": ({ loadTimeoutMs }) => `its top level took longer than ${loadTimeoutMs} ms`,
  "dispatch-timeout": () => "a handler did not end and kept everything else from running",
  "cpu-limit": ({ cpuPerDispatchMs }) =>
    `it used too much CPU time, at most ${cpuPerDispatchMs} ms per event`,
  "memory-limit": ({ residentBytes }) =>
    `it used too much memory, at most ${Math.floor(residentBytes / 1024 ** 2)} MiB`,
  "script-error": () => "it failed while it was loaded",
  crashed: () => "its isolate crashed",
  evacuated: () => "it was moved to another worker",
  hibernated: () => "it was idle",
  superseded: () => "it was replaced",
  undeployed: () => "it was undeployed",
  paused: () => "it was paused",
  "guild-left": () => "the bot left the server",
  shutdown: () => "flora is stopping",
};

/** Why an isolate ended, in words for the guild's owner. */
export function describeEnd({ reason }: Pick<Ended, "reason">, limits: Limits): string {
  return endings[reason](limits);
}
