import { RevisionId } from "@flora/model";
import { ControlError } from "@flora/model";
import type { Command } from "../ask.ts";
import { inline } from "../text.ts";

/** Puts an earlier revision live again. */
export const rollback: Command = async ({ client, guildId, options }) => {
  const revisionId = RevisionId.safeParse(options.revision);
  if (!revisionId.success) {
    throw new ControlError(
      "INVALID_REQUEST",
      "Cannot roll back: pick a revision from those that are suggested",
    );
  }
  const { number } = await client.rollback(guildId, revisionId.data);
  return `**Live** again: ${inline(revisionId.data)}, as deployment ${number}.`;
};

export const pause: Command = async ({ client, guildId }) => {
  await client.pause(guildId);
  return "**Paused.** The script gets no events until `/flora resume`. Its commands stay, its data too.";
};

export const resume: Command = async ({ client, guildId }) => {
  await client.resume(guildId);
  return "**Resumed.** The script gets events again.";
};
