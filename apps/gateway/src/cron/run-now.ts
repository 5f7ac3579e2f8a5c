/** @module A cron job that somebody asks for, run as if it were due. */
import { ControlError, type GuildId, type Manifest } from "@flora/model";
import { within } from "@flora/model/within";
import type { controlMethods } from "@flora/protocol";
import type { z } from "zod";
import type { Outcome } from "../pool/worker-link.ts";
import type { CronClock } from "./clock.ts";

export type CronRunResult = z.input<typeof controlMethods.runCron.result>;

export interface RunNowParts {
  cron: Pick<CronClock, "runNow">;
  /** The manifest of what runs in a guild that the bot is in. */
  manifestOf(guildId: GuildId): Manifest | undefined;
  paused(guildId: GuildId): boolean;
  /** Whoever asks waits this long; the run goes on then. */
  waitMs: number;
}

/** Answers how the run ended, or that it goes on; rejects with ControlError NOT_FOUND or CONFLICT where it cannot begin. */
export async function runCronNow(parts: RunNowParts, guildId: GuildId, name: string): Promise<CronRunResult> {
  const shown = `cron job "${name}" of guild ${guildId}`;
  if (!parts.manifestOf(guildId)?.crons.some((cron) => cron.name === name)) {
    throw new ControlError("NOT_FOUND", `Cannot run ${shown}: there is none`);
  }
  if (parts.paused(guildId)) throw new ControlError("CONFLICT", `Cannot run ${shown}: the script is paused`);
  const { dueAt, ended } = await parts.cron.runNow(guildId, name);
  return { dueAt, ...describe(await within(parts.waitMs, ended)) };
}

function describe(outcome: Outcome | undefined): Omit<CronRunResult, "dueAt"> {
  if (!outcome) return { status: "running" };
  switch (outcome.status) {
    case "threw":
      return { status: "threw", message: outcome.message };
    case "lost":
    case "dropped":
      return { status: outcome.status, message: outcome.reason };
    case "returned":
      return { status: "lost" };
    default:
      return { status: outcome.status };
  }
}
