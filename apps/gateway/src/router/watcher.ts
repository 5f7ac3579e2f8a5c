/**
 * @module Shows every move of a guild, step by step, to a program of the operator's that tries what happens where something
 * dies during one. Off unless `FLORA_MOVE_WATCHER` names an address: each step then waits for its answer.
 */
import type { GuildId } from "@flora/model";
import { OperatorError } from "@flora/telemetry";
import type { MoveStepName } from "./migrate.ts";

export interface ReachedStep {
  step: MoveStepName;
  guildId: GuildId;
  /** Names of the workers. */
  from: string;
  to: string;
}

/** Never rejects. */
export type MoveWatcher = (reached: ReachedStep) => Promise<void>;

/** A watcher that is gone holds nothing up for longer. Milliseconds. */
const PATIENCE_MS = 5_000;

export const noWatcher: MoveWatcher = () => Promise.resolve();

/** Posts each step to `url` as JSON; throws OperatorError where that is no address. */
export function moveWatcher(url: string | undefined): MoveWatcher {
  if (!url) return noWatcher;
  if (!URL.canParse(url)) throw new OperatorError(`FLORA_MOVE_WATCHER is no address: "${url}"`);
  return async (reached) => {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      await (await fetch(url, { method: "POST", body: JSON.stringify(reached), signal })).body?.cancel();
    } catch {
      // The move is what matters.
    }
  };
}
