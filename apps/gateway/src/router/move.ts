/** @module Carries out one move over the workers' links, and writes down what became of it. */
import type { Generation, GuildId } from "@flora/model";
import type { Envelope, MigrationId, MoveReason, MoveStep, MoveTrace, Undelivered } from "@flora/protocol";
import type { Storage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { GatewayMetrics } from "../metrics.ts";
import type { WorkerLink } from "../pool/worker-link.ts";
import type { Generations } from "./generations.ts";
import { countUndelivered, watchHandover } from "./handover.ts";
import { migrate, type MigrationPeer, type Moved } from "./migrate.ts";
import { peerOf, prepare } from "./peer.ts";
import type { Phases } from "./phases.ts";
import type { RouteSlot } from "./slot.ts";
import type { MoveWatcher } from "./watcher.ts";

export type { MoveReason };

/** Which guild moves where. */
export interface Way {
  guildId: GuildId;
  source: WorkerLink;
  target: WorkerLink;
  reason: MoveReason;
}

export interface MoveParts {
  generations: Generations;
  phases: Phases;
  storage: Pick<Storage, "leases" | "fenced">;
  metrics: GatewayMetrics;
  log: Logger;
  watcher: MoveWatcher;
  slot: Pick<RouteSlot, "unanswered" | "waiting">;
  /** Keeps the guild's events back until the answer is called; undefined where the source has it no more. */
  hold(): (() => void) | undefined;
  /** The guild is the target's now. */
  arrive(generation: Generation): void;
  /** Nobody has the guild now. */
  lose(): void;
}

/** Never rejects. First a guest is made ready at the target; only then are the guild's events held. */
export async function moveGuild(
  { guildId, source, target, reason, freezeMs }: Way & { freezeMs: number },
  parts: MoveParts,
): Promise<MoveTrace> {
  const { generations, phases, storage: { leases, fenced }, metrics, log, watcher, hold, arrive, lose } =
    parts;
  const generation = generations.issue(guildId);
  const migrationId: MigrationId = `mig_${crypto.randomUUID()}`;
  const startedAt = Date.now();
  const steps: MoveTrace["steps"] = [];
  const timed = timer(steps);
  await timed("prepare", () => prepare({ guildId, migrationId, source, target, generation, phases }));
  let pauseMs = 0;
  let waitedMs = 0;
  const endPhase = await phases.enter("pause");
  const heldAt = performance.now();
  const release = hold();
  const problemOf = watchHandover(parts.slot);
  let undelivered: Undelivered[] = [];
  const letGo = () => {
    release?.();
    pauseMs = performance.now() - heldAt;
    endPhase();
  };
  const onFrozen = (frozen: { envelope: Envelope; waitedMs: number }) => {
    ({ waitedMs, envelope: { undelivered } } = frozen);
  };
  const gone: Moved = { to: "nobody", error: new Error(`${source.name} ended meanwhile`) };
  const moved = !release ? gone : await migrate({
    guildId,
    migrationId,
    source: timedPeer(heavyDispose(peerOf(source, freezeMs, onFrozen), phases), timed),
    target: timedPeer(peerOf(target, freezeMs), timed),
    generation,
    takeLease: () => timed("lease", () => leases.take(guildId, target.name, generation)),
    holdsLease: async () => (await leases.read(guildId))?.generation === generation,
    release() {
      generations.use(guildId, generation);
      arrive(generation);
      const problem = problemOf(undelivered);
      if (problem) {
        metrics.handoverFaults.inc();
        log.error(
          { guildId, migrationId },
          `Cannot hand guild ${guildId} to ${target.name} in order: ${problem}`,
        );
      }
      letGo();
    },
    reached: (step) => watcher({ step, guildId, from: source.name, to: target.name }),
    async fenceOff(envelope: Envelope | undefined) {
      const newer = generations.issue(guildId);
      await leases.take(guildId, "nobody", newer);
      if (envelope?.state) await fenced(guildId, newer).state.write(guildId, envelope.state);
    },
  });
  if (moved.to === "nobody" && release) {
    lose();
    // Where it is still there, what was frozen waits for nobody.
    peerOf(source, 0).dispose(guildId, migrationId).catch(() => {});
  }
  if (moved.to !== "target") {
    letGo();
    // The guest that was made ready waits for nobody.
    peerOf(target, 0).drop(guildId, migrationId).catch(() => {});
  }
  const { name: from } = source, { name: to } = target;
  const ended = {
    outcome: moved.to,
    pauseMs,
    waitedMs,
    undelivered: countUndelivered(undelivered),
    ...(moved.to === "target" ? {} : { error: moved.error.message }),
  };
  const trace: MoveTrace = { migrationId, guildId, from, to, reason, startedAt, steps, ...ended };
  metrics.migrations.inc({ to: moved.to, reason });
  if (moved.to === "target") {
    metrics.migrationPause.observe(pauseMs / 1_000);
    log.debug({ ...trace }, `Moved guild ${guildId} from ${from} to ${to}`);
  } else log.warn({ ...trace, err: moved.error }, `Cannot move guild ${guildId} from ${from} to ${to}`);
  return trace;
}

type Timed = <T>(step: MoveStep, work: () => Promise<T>) => Promise<T>;

/** Writes down how long each step took, failed ones too. */
function timer(steps: MoveTrace["steps"]): Timed {
  return async (step, work) => {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      steps.push({ step, ms: Math.round((performance.now() - startedAt) * 10) / 10 });
    }
  };
}

/** A guest is ended where nobody pauses: it takes a while. */
function heavyDispose(peer: MigrationPeer, phases: Phases): MigrationPeer {
  return {
    ...peer,
    async dispose(...step) {
      const endPhase = await phases.enter("heavy");
      await peer.dispose(...step).finally(endPhase);
    },
  };
}

function timedPeer(peer: MigrationPeer, timed: Timed): MigrationPeer {
  return {
    name: peer.name,
    freeze: (...step) => timed("freeze", () => peer.freeze(...step)),
    thaw: (...step) => timed("thaw", () => peer.thaw(...step)),
    dispose: (...step) => timed("dispose", () => peer.dispose(...step)),
    takeBack: (...step) => timed("takeBack", () => peer.takeBack(...step)),
    drop: (...step) => timed("drop", () => peer.drop(...step)),
  };
}
