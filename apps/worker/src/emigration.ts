/** @module A guild that is about to leave this worker: frozen, with its envelope, until it is released or taken back. */
import { Buffer } from "node:buffer";
import { setImmediate } from "node:timers";
import { ControlError, type GuildId } from "@flora/model";
import { within } from "@flora/model/within";
import {
  type Envelope,
  ENVELOPE_MAX_BYTES,
  type MigrationId,
  type Strikes,
  type Undelivered,
} from "@flora/protocol";
import type { Guild } from "./guild.ts";
import type { Life } from "./life.ts";
import { LONGEST_DRAIN_MS } from "./lifecycle.ts";

/** What a frozen guild leaves with, and how long its running handlers were waited for. */
export interface Packed {
  envelope: Envelope;
  waitedMs: number;
}

/** What is to be frozen. */
export interface Frozen {
  guild: Guild;
  /** Absent for a guild that sleeps. */
  life: Life | undefined;
  migrationId: MigrationId;
  generation: number;
  undelivered: Undelivered[];
  strikes: Strikes;
  timeoutMs: number;
}

/**
 * Waits for what runs, then takes the script's `state` and silences it. Throws ControlError CONFLICT where handlers still
 * run after `timeoutMs` or the script keeps its state to itself, TOO_LARGE where the envelope is; the isolate then goes on.
 */
export async function pack({ guild, life, ...frozen }: Frozen): Promise<Packed> {
  const { migrationId, generation, undelivered, strikes, timeoutMs } = frozen;
  const startedAt = performance.now();
  // The answers that give events back must leave before the envelope: whoever reads it then has those events again.
  if (undelivered.length > 0) await new Promise<void>((gone) => setImmediate(gone));
  if (life) await settled(guild.id, life, timeoutMs);
  const waitedMs = performance.now() - startedAt;
  const state = life ? await silence(guild.id, life) : null;
  const envelope: Envelope = {
    version: 2,
    migrationId,
    guildId: guild.id,
    revisionId: state && life ? life.revisionId : null,
    generation: life?.generation ?? generation,
    state,
    undelivered,
    interactions: guild.services.interactions.list(guild.id),
    strikes,
  };
  const bytes = Buffer.byteLength(JSON.stringify(envelope));
  if (bytes <= ENVELOPE_MAX_BYTES) return { envelope, waitedMs };
  if (life) unfreeze(life);
  throw new ControlError(
    "TOO_LARGE",
    `Cannot move guild ${guild.id}: its envelope has ${bytes} bytes, at most ${ENVELOPE_MAX_BYTES}`,
  );
}

/** Goes on after a freeze that led to nothing. */
export function unfreeze(life: Life): void {
  life.mute = false;
  life.isolate.thaw();
}

/** Waits until no handler runs; a limit of 0 leaves it to the handlers' own deadlines. */
async function settled(guildId: GuildId, life: Life, limitMs: number): Promise<void> {
  const timeoutMs = limitMs || LONGEST_DRAIN_MS;
  await within(timeoutMs, Promise.race([life.dispatches.whenIdle(), life.ended]));
  if (life.dispatches.running > 0 && !life.over) {
    throw new ControlError(
      "CONFLICT",
      `Cannot move guild ${guildId}: handlers still run after ${timeoutMs} ms`,
    );
  }
}

/** The script's last `state`, null where it has ended; nothing that it does from now on has an effect. */
async function silence(guildId: GuildId, life: Life): Promise<Record<string, unknown> | null> {
  const state = await life.freeze(0);
  if (state === null && !life.over) {
    unfreeze(life);
    throw new ControlError(
      "CONFLICT",
      `Cannot move guild ${guildId}: its script does not hand out its state`,
    );
  }
  life.mute = true;
  return state;
}
