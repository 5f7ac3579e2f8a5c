/** @module The steps of a guild's life, each under its limit: launch, freeze, retire. */
import type { Limits, TerminationReason } from "@flora/model";
import { within } from "@flora/model/within";
import { insist, StaleLeaseError } from "@flora/storage";
import { Life, type LifeSpec, LoadError } from "./life.ts";
import type { Guild } from "./guild.ts";

/** Handlers are waited for no longer than this where the limits on that are switched off. */
export const LONGEST_DRAIN_MS = 60_000;
/** A store that does not take the state of an isolate that ends is asked for this long, in milliseconds. */
const STATE_PATIENCE_MS = 2_000;

/** Boots an isolate and loads a revision into it; nothing is left of it when it throws IsolateStartError or LoadError. */
export async function launch(spec: LifeSpec, lives: Set<Life>): Promise<Life> {
  return await start(await boot(spec, lives), spec);
}

/** Boots an isolate that has no script yet; throws IsolateStartError. */
export async function boot(spec: LifeSpec, lives: Set<Life>): Promise<Life> {
  const life = await Life.create(spec);
  lives.add(life);
  void life.ended.then(() => lives.delete(life));
  return life;
}

/** Loads a revision into a booted isolate; nothing is left of it when it throws LoadError. */
export async function start(life: Life, { guild, revision, state }: LifeSpec): Promise<Life> {
  try {
    life.isolate.setSettings(await guild.readSettings());
    await life.load(revision.code, state);
    if (life.over) throw new LoadError(revision.id, "Script ended while it was loaded");
    return life;
  } catch (error) {
    await life.terminate("script-error");
    throw error;
  }
}

/**
 * An isolate's `state` values for the next life, after waiting for running dispatches up to the migration limit. Null where it
 * has none to give: what is stored then still holds.
 */
export async function lastStateOf(guild: Guild, life: Life): Promise<Record<string, unknown> | null> {
  const state = await life.freeze(guild.services.limits.migrationTimeoutMs || LONGEST_DRAIN_MS);
  if (state === null && !life.over) {
    guild.voice.mustSay("warn", "State could not be saved: the script did not hand it out");
  }
  return state;
}

/** Stores an isolate's `state` values where they changed. */
export async function storeState(guild: Guild, life: Life, state: Record<string, unknown>): Promise<void> {
  if (JSON.stringify(state) === life.givenState) return;
  await guild.services.storage.fenced(guild.id, life.generation).state.write(guild.id, state);
}

/** Takes and stores the state of an isolate that is about to end; never rejects, but says whether it is stored. */
export async function saveLastState(
  guild: Guild,
  life: Life,
): Promise<{ state: Record<string, unknown> | null; stored: boolean }> {
  const state = await lastStateOf(guild, life);
  return { state, stored: state === null || await saveState(guild, life, state) };
}

/** Whether the state of an isolate that is ended next could be stored. */
export async function saveState(guild: Guild, life: Life, state: Record<string, unknown>): Promise<boolean> {
  try {
    await insist(() => storeState(guild, life, state), { forMs: STATE_PATIENCE_MS });
    return true;
  } catch (error) {
    // What another worker has taken over is stored there.
    if (!(error instanceof StaleLeaseError)) {
      guild.services.log.error({ guildId: guild.id, err: error }, "Cannot store a script's state");
    }
    return false;
  }
}

/** Ends an isolate once its running dispatches have ended, each within its own deadline. */
export async function retire(life: Life, reason: TerminationReason, limits: Limits): Promise<void> {
  const timeouts = [limits.dispatchTimeoutMs, limits.cronTimeoutMs, limits.webhookTimeoutMs];
  const drainMs = timeouts.includes(0) ? LONGEST_DRAIN_MS : Math.max(...timeouts) + limits.graceMs;
  await within(drainMs, Promise.race([life.dispatches.whenIdle(), life.ended]));
  await life.terminate(reason);
}
