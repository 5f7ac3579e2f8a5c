/** @module Carries decisions out on a running flora. A refusal, such as a guild that is on the move already, is no failure. */
import type { ReachedStep } from "../../apps/gateway/src/router/watcher.ts";
import { isAlive } from "../support/flora.ts";
import { until } from "@flora/model/until";
import { type Field, send } from "./field.ts";
import type { Decision, PlannedMove, Victim } from "./plan.ts";
import type { StepTrap } from "./step-trap.ts";

/** What a decision came to. */
export interface Happened {
  /** For a person. */
  outcome: string;
  /** Processes that were killed. */
  kills: number;
  /** Whether some process has to come back. */
  hurt: boolean;
  /** The step that a process was killed at. */
  hit?: string;
}

/** A move may end before it comes to the step, where its guild is on the move already or its handlers run for long. */
const TRY_FOR_MS = 30_000;
const TRY_AGAIN_MS = 100;
const SLOW_MOVE_MS = 15_000;

const harmless = (outcome = "done"): Happened => ({ outcome, kills: 0, hurt: false });
const killed = (outcome = "done"): Happened => ({ outcome, kills: 1, hurt: true });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Never rejects. */
export async function make(decision: Decision, field: Field, trap: StepTrap): Promise<Happened> {
  try {
    return await carryOut(decision, field, trap);
  } catch (error) {
    return { outcome: `refused: ${(error as Error).message}`, kills: 0, hurt: true };
  }
}

async function carryOut(decision: Decision, field: Field, trap: StepTrap): Promise<Happened> {
  switch (decision.what) {
    case "move": {
      const refused = await moveAll(field, decision.moves);
      return harmless(refused.length > 0 ? `${refused.length} refused: ${refused[0]}` : "done");
    }
    case "kill at step":
      return await killAtStep(decision, field, trap);
    case "kill amid moves": {
      const moves = moveAll(field, decision.moves);
      await pause(decision.afterMs);
      await kill(field, `worker-${decision.worker}`);
      await moves;
      return killed();
    }
    case "kill worker":
      await kill(field, `worker-${decision.worker}`);
      return killed();
    case "stop worker": {
      const pid = await field.pid(`worker-${decision.worker}`);
      send(pid, "SIGSTOP");
      await pause(decision.ms);
      // Its place may have been taken meanwhile; it must still come back to find that out.
      send(pid, "SIGCONT");
      return { ...harmless(), hurt: true };
    }
    case "drain worker": {
      const { left } = await field.client.drain(`worker-${decision.worker}`, true);
      return { ...harmless(left.length > 0 ? `${left.length} guilds could not leave` : "done"), hurt: true };
    }
    case "kill gateway":
      await kill(field, "gateway");
      return killed();
    case "kill api":
      await kill(field, "api");
      return killed();
    case "kill all":
      await field.killAll();
      return killed();
    case "deploy":
      await field.deployAll(decision.guilds.map((guild) => field.guilds[guild]!));
      return harmless();
    case "break connection":
      await field.breakConnection(decision.how);
      return harmless();
    case "keep store busy":
      await field.keepStoreBusy(decision.ms);
      return harmless();
  }
}

/** Kills the named one while the gateway waits at the step. */
async function killAtStep(
  { step, victim, move }: Extract<Decision, { what: "kill at step" }>,
  field: Field,
  trap: StepTrap,
): Promise<Happened> {
  const deadline = Date.now() + TRY_FOR_MS;
  let refusal = "";
  for (let attempt = 0; attempt === 0 || Date.now() < deadline; attempt++) {
    // Where the one that was meant cannot move, the next can.
    const guild = (move.guild + attempt) % field.guilds.length;
    const spring = (reached: ReachedStep) => kill(field, nameOf(victim, reached));
    refusal = await (async () => {
      const way = await wayOf(field, { ...move, guild });
      trap.set({ guildId: way.guildId, step, spring });
      await field.client.migrate(way.guildId, way.to);
    })().then(() => "", (error: Error) => error.message);
    // The API waits less long than a move may take on a busy machine.
    if (/no answer within/.test(refusal)) await until(step, () => trap.springs, SLOW_MOVE_MS).catch(() => {});
    const sprung = await trap.clear().catch((error: Error) => void (refusal = error.message));
    if (sprung) return { ...killed(refusal || "the move went on"), hit: `${step} ${victim}` };
    await pause(TRY_AGAIN_MS);
  }
  return { ...harmless(`not hit: ${refusal}`), hurt: true };
}

function nameOf(victim: Victim, { from, to }: ReachedStep): string {
  return { source: from, target: to, gateway: "gateway" }[victim];
}

/** Moves all at once; the refusals. */
async function moveAll(field: Field, moves: PlannedMove[]): Promise<string[]> {
  const results = await Promise.allSettled(moves.map(async (move) => {
    const { guildId, to } = await wayOf(field, move);
    await field.client.migrate(guildId, to);
  }));
  return results.flatMap((one) => one.status === "rejected" ? [(one.reason as Error).message] : []);
}

/** A planned move in names: of the guild itself, or the next one that is anywhere. */
async function wayOf(field: Field, { guild, to }: PlannedMove): Promise<{ guildId: string; to: string }> {
  const { placements } = await field.client.placements();
  const where = new Map(placements.map(({ guildId, worker }) => [guildId as string, worker]));
  const { guilds } = field;
  const placed = [...guilds.slice(guild), ...guilds.slice(0, guild)].find(({ id }) => where.has(id));
  if (!placed) throw new Error("no guild is placed");
  const from = where.get(placed.id);
  const others = field.workerNames.filter((name) => name !== from);
  return { guildId: placed.id, to: others[to % others.length]! };
}

/** Resolves when nothing of the process runs any more. */
async function kill(field: Field, name: string): Promise<void> {
  const pid = await field.pid(name);
  field.census.look();
  send(pid, "SIGKILL");
  await until(`the end of ${name}`, () => !isAlive(pid));
}
