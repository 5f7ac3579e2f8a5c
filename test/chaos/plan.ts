/**
 * @module What is done to flora, decided by a seed alone: the same seed decides the same, however quick the machine is. First
 * comes every kind of trouble once, each step of a move with the death of everybody who takes part; then more of them at random.
 */
import { type MoveStepName, moveSteps } from "../../apps/gateway/src/router/migrate.ts";
import { Random } from "./random.ts";

/** Guilds and workers by number; `to` counts the workers the guild is not on. */
export interface PlannedMove {
  guild: number;
  to: number;
}

/** Who is killed at a step of a move: either worker, or the gateway that carries it out. */
export const victims = ["source", "target", "gateway"] as const;
export type Victim = typeof victims[number];

export type Decision =
  | { what: "move"; moves: PlannedMove[] }
  | { what: "kill at step"; step: MoveStepName; victim: Victim; move: PlannedMove }
  | { what: "kill amid moves"; worker: number; moves: PlannedMove[]; afterMs: number }
  | { what: "kill worker"; worker: number }
  | { what: "kill api" }
  | { what: "kill all" }
  | { what: "stop worker"; worker: number; ms: number }
  | { what: "drain worker"; worker: number }
  | { what: "kill gateway" }
  | { what: "deploy"; guilds: number[] }
  | { what: "break connection"; how: "reconnect" | "dropSockets" }
  | { what: "keep store busy"; ms: number };

export interface Size {
  guilds: number;
  workers: number;
}

/** How long a run is to be: a brief one takes a death per step, and leaves out what takes long. */
export type Extent = "full" | "brief";

/** Short enough not to be noticed, and longer than a worker may be silent. */
const STOPS_MS = [1_500, 14_000] as const;
/** Short enough not to be noticed, and longer than anybody may stand still for. */
const BUSY_MS = [400, 12_000] as const;
const MOST_MOVES = 6;

/** Decisions without end. `required` ones come first. */
export function* planOf(
  seed: number,
  size: Size,
  extent: Extent = "full",
): Generator<{ decision: Decision; required: boolean }> {
  const random = new Random(seed);
  const decide = decider(random, size);
  const required = (decision: Decision) => ({ decision, required: true });
  for (const [index, make] of random.shuffled(once(decide, random, extent)).entries()) {
    if (index % 2 === 0) yield required(decide.moves());
    yield required(make());
  }
  const weighted = [
    ...Array(10).fill(decide.moves),
    ...Array(4).fill(() => decide.killAtStep(random.pick(moveSteps), random.pick(victims))),
    ...Array(3).fill(decide.deploy),
    ...Array(2).fill(() => decide.keepStoreBusy(BUSY_MS[0])),
    decide.killAmidMoves,
    decide.killWorker,
    decide.drainWorker,
    () => decide.stopWorker(random.pick(STOPS_MS)),
    () => decide.breakConnection(random.pick(["reconnect", "dropSockets"])),
    decide.killGateway,
    decide.killApi,
  ] as (() => Decision)[];
  for (;;) yield { decision: random.pick(weighted)(), required: false };
}

/** Everything that must happen at least once. */
function once(decide: Decider, random: Random, extent: Extent): (() => Decision)[] {
  const deaths = extent === "full"
    ? moveSteps.flatMap((step) => victims.map((victim) => ({ step, victim })))
    : moveSteps.map((step) => ({ step, victim: random.pick(victims) }));
  const long = [
    decide.killWorker,
    decide.killAmidMoves,
    decide.killApi,
    decide.killAll,
    decide.drainWorker,
    ...STOPS_MS.map((ms) => () => decide.stopWorker(ms)),
    () => decide.keepStoreBusy(BUSY_MS[1]),
  ];
  return [
    ...deaths.map(({ step, victim }) => () => decide.killAtStep(step, victim)),
    () => decide.breakConnection("reconnect"),
    () => decide.breakConnection("dropSockets"),
    () => decide.keepStoreBusy(BUSY_MS[0]),
    decide.deploy,
    ...extent === "full" ? long : [],
  ];
}

type Decider = ReturnType<typeof decider>;

function decider(random: Random, { guilds, workers }: Size) {
  const move = (): PlannedMove => ({ guild: random.below(guilds), to: random.below(workers - 1) });
  const several = () => Array.from({ length: 1 + random.below(MOST_MOVES) }, move);
  const worker = () => random.below(workers);
  return {
    moves: (): Decision => ({ what: "move", moves: several() }),
    killAtStep: (step: MoveStepName, victim: Victim): Decision => ({
      what: "kill at step",
      step,
      victim,
      move: move(),
    }),
    killAmidMoves: (): Decision => ({
      what: "kill amid moves",
      worker: worker(),
      moves: several(),
      afterMs: random.below(25),
    }),
    killWorker: (): Decision => ({ what: "kill worker", worker: worker() }),
    stopWorker: (ms: number): Decision => ({ what: "stop worker", worker: worker(), ms }),
    drainWorker: (): Decision => ({ what: "drain worker", worker: worker() }),
    killGateway: (): Decision => ({ what: "kill gateway" }),
    killApi: (): Decision => ({ what: "kill api" }),
    killAll: (): Decision => ({ what: "kill all" }),
    deploy: (): Decision => ({ what: "deploy", guilds: several().map(({ guild }) => guild) }),
    breakConnection: (how: "reconnect" | "dropSockets"): Decision => ({ what: "break connection", how }),
    keepStoreBusy: (most: number): Decision => ({
      what: "keep store busy",
      ms: most / 2 + random.below(most / 2),
    }),
  };
}

/** A decision in words; the same for the same seed. */
export function describe(decision: Decision): string {
  switch (decision.what) {
    case "move":
      return `move ${decision.moves.map(way).join(", ")}`;
    case "kill at step":
      return `kill the ${decision.victim} at ${decision.step}, ${way(decision.move)}`;
    case "kill amid moves":
      return `kill worker-${decision.worker} ${decision.afterMs} ms into moves of ${
        decision.moves.map(way).join(", ")
      }`;
    case "kill worker":
      return `kill worker-${decision.worker}`;
    case "stop worker":
      return `stop worker-${decision.worker} for ${decision.ms} ms`;
    case "drain worker":
      return `drain and restart worker-${decision.worker}`;
    case "kill gateway":
      return "kill the gateway";
    case "kill api":
      return "kill the API";
    case "kill all":
      return "kill all of flora and start it anew";
    case "deploy":
      return `deploy guilds ${decision.guilds.join(", ")}`;
    case "break connection":
      return decision.how === "reconnect" ? "Discord asks to reconnect" : "the connection to Discord breaks";
    case "keep store busy":
      return `keep the store busy for ${decision.ms} ms`;
  }
}

const way = ({ guild, to }: PlannedMove) => `guild ${guild}→${to + 1}`;
