import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { type Envelope, noStrikes, type Undelivered } from "@flora/protocol";
import { watchHandover } from "./handover.ts";
import { migrate, type MigrationPeer, type Move } from "./migrate.ts";
import { type Delivery, RouteSlot } from "./slot.ts";

const guildId = "100000000000000001" as GuildId;
const migrationId = "mig_model";

/**
 * What may happen to each call: nothing, it never arrives, its answer is lost, it takes so long that nobody waits for it any
 * more, the worker dies before or after it, or the gateway does.
 */
const fates = [
  "ok",
  "lost before",
  "lost after",
  "late",
  "dies before",
  "dies after",
  "gateway dies before",
  "gateway dies after",
] as const;
type Fate = (typeof fates)[number];

/** A worker as the protocol sees it. */
interface ModelWorker {
  alive: boolean;
  /** Generation of its isolate; undefined where it has none. */
  generation: number | undefined;
  frozen: boolean;
  /** `state` of its isolate. */
  state: number;
  /** What it is still at while nobody waits for it; whatever comes later has to wait. */
  late: (() => void)[];
}

/** An event of the guild, the `seq`th to come. */
function delivery(seq: number): Delivery {
  const event = {
    id: `${seq}`,
    guildId,
    kind: "event",
    event: "messageCreate",
    msg: {},
    raw: {},
    receivedAt: 0,
    redelivered: false,
  } as const;
  return { event, bytes: 0, held: true, seq, sent: 1, settle: () => {} };
}

/** Two workers, one guild, one lease, and a script of fates for the calls in the order they come. */
class World {
  readonly workers: Record<"source" | "target", ModelWorker> = {
    source: { alive: true, generation: 1, frozen: false, state: 7, late: [] },
    target: { alive: true, generation: undefined, frozen: false, state: 0, late: [] },
  };
  lease = { owner: "source", generation: 1 };
  stored = 0;
  /** What is on its way to the guild: two events that the source has not started, and one that came while they were held. */
  readonly slot = new RouteSlot();
  readonly undelivered: Undelivered[];
  readonly problemOf: ReturnType<typeof watchHandover>;
  /** After how many calls its events went to the target. */
  wentOn: number | undefined;
  /** How many calls there were, to know how many fates can be chosen. */
  calls = 0;
  /** How it ended that everybody was to be fenced off; undefined where nobody asked for it. */
  fencing: Fate | undefined;
  readonly #gatewayDeath = Promise.withResolvers<{ to: "no gateway" }>();

  constructor(private readonly script: readonly Fate[]) {
    for (const seq of [1, 2]) this.slot.unanswered.add(delivery(seq));
    this.undelivered = [...this.slot.unanswered].map(({ event: { id, kind, event } }) => ({
      id,
      kind,
      event,
    }));
    this.problemOf = watchHandover(this.slot);
    this.slot.waiting.push(delivery(3));
  }

  /** What the source has not started waits again: because it said so, or because it is gone. */
  giveBack(): void {
    for (const delivery of this.slot.unanswered) this.slot.putBack(delivery);
    this.slot.unanswered.clear();
  }

  /** Can its isolate run and write? */
  active({ alive, generation, frozen }: ModelWorker): boolean {
    return alive && generation !== undefined && !frozen && generation >= this.lease.generation;
  }

  check(where: string): void {
    const active = Object.values(this.workers).filter((worker) => this.active(worker)).length;
    assert.ok(active <= 1, `${active} owners after ${where} in [${this.script.join(", ")}]`);
  }

  async call<T>(worker: ModelWorker | undefined, what: string, effect: () => T): Promise<T> {
    const fate = this.script[this.calls++] ?? "ok";
    await Promise.resolve();
    if (what === "fenceOff") this.fencing = fate;
    if (fate === "gateway dies before") return await this.#die();
    if (worker && fate === "dies before") worker.alive = false;
    if ((worker && !worker.alive) || fate === "lost before" || fate === "dies before") {
      throw new Error(`${what}: ${fate}`);
    }
    if (worker && fate === "late") {
      worker.late.push(effect);
      throw new Error(`${what}: ${fate}`);
    }
    if (worker) this.catchUp(worker, what);
    const result = effect();
    if (worker && fate === "dies after") worker.alive = false;
    this.check(what);
    if (fate === "gateway dies after") return await this.#die();
    if (fate !== "ok") throw new Error(`${what}: ${fate}`);
    return result;
  }

  /** Nothing happens in the gateway any more. */
  #die(): Promise<never> {
    this.#gatewayDeath.resolve({ to: "no gateway" });
    return new Promise(() => {});
  }

  /** How the move ended, or that the gateway did. */
  run() {
    return Promise.race([migrate(this.move()), this.#gatewayDeath.promise]);
  }

  /** As a worker ends whose gateway has gone: with its state stored, that of a frozen guild too. */
  stop(worker: ModelWorker): void {
    const { alive, generation, state } = worker;
    if (alive && generation !== undefined && generation >= this.lease.generation) this.stored = state;
    worker.alive = false;
  }

  /** A worker comes to what it was late with. */
  catchUp(worker: ModelWorker, where: string): void {
    for (const effect of worker.late.splice(0)) {
      if (worker.alive) effect();
      this.check(`what came late before ${where}`);
    }
  }

  peer(name: "source" | "target"): MigrationPeer {
    const worker = this.workers[name];
    const call = (what: string, effect: () => void) => this.call(worker, `${name}.${what}`, effect);
    return {
      name,
      freeze: () =>
        this.call(worker, `${name}.freeze`, () => {
          worker.frozen = true;
          this.giveBack();
          return this.envelope(worker);
        }),
      thaw: ({ state }, generation) =>
        call("thaw", () => {
          Object.assign(worker, { generation, frozen: false, state: state!.n });
          if (generation >= this.lease.generation) this.stored = worker.state;
        }),
      dispose: () => call("dispose", () => void (worker.generation = undefined)),
      takeBack: () => call("takeBack", () => void (worker.frozen = false)),
      drop: () => call("drop", () => void (worker.generation = undefined)),
    };
  }

  envelope({ generation, state }: ModelWorker): Envelope {
    const parts = { undelivered: this.undelivered, interactions: [], strikes: noStrikes };
    return {
      version: 2,
      migrationId,
      guildId,
      revisionId: null,
      generation: generation!,
      state: { n: state },
      ...parts,
    };
  }

  move(): Move {
    const take = (owner: string, generation: number) => {
      if (generation <= this.lease.generation) return false;
      this.lease = { owner, generation };
      return true;
    };
    return {
      guildId,
      migrationId,
      source: this.peer("source"),
      target: this.peer("target"),
      generation: 2,
      takeLease: () => this.call(undefined, "takeLease", () => take("target", 2)),
      holdsLease: () => this.call(undefined, "holdsLease", () => this.lease.generation === 2),
      release: () => {
        this.wentOn = this.calls;
        assert.equal(this.problemOf(this.undelivered), undefined, `in [${this.script.join(", ")}]`);
      },
      reached: () => Promise.resolve(),
      fenceOff: (envelope) =>
        this.call(undefined, "fenceOff", () => {
          take("nobody", 3);
          if (envelope?.state) this.stored = envelope.state.n as number;
        }),
    };
  }
}

/** Runs the protocol under every sequence of fates; `visit` judges each end. */
async function explore(
  visit: (world: World, moved: Awaited<ReturnType<World["run"]>>, script: Fate[]) => void,
): Promise<number> {
  let runs = 0;
  const queue: Fate[][] = [[]];
  for (let script = queue.pop(); script; script = queue.pop()) {
    const world = new World(script);
    const moved = await world.run();
    runs++;
    for (const worker of Object.values(world.workers)) world.catchUp(worker, "the end");
    world.check("the end");
    visit(world, moved, script);
    // Every other fate of the first call this script says nothing about; the rest follows from there.
    for (let at = script.length; at < world.calls; at++) {
      const prefix = [...script, ...Array<Fate>(at - script.length).fill("ok")];
      for (const fate of fates.slice(1)) queue.push([...prefix, fate]);
    }
  }
  return runs;
}

Deno.test("migrate() never has two owners, loses no state and no event and leaves nothing stuck, whatever fails whenever", async () => {
  const ends = new Set<string>();
  const runs = await explore((world, moved, script) => {
    const { source, target } = world.workers;
    const where = `${moved.to} in [${script.join(", ")}]`;
    ends.add(moved.to);
    world.giveBack();
    assert.deepEqual(world.slot.waiting.map(({ seq }) => seq), [1, 2, 3], `${where}: no event is lost`);
    if (moved.to === "no gateway") {
      // A source that hung until it was fenced off has lost what it had not stored.
      const hung = world.lease.owner === "nobody" && script[0] !== "ok";
      const unharmed = source.alive && target.alive && !hung;
      for (const worker of [source, target]) world.stop(worker);
      if (unharmed) assert.equal(world.stored, 7, `${where}: the next gateway finds the state`);
      return;
    }
    assert.equal(world.wentOn !== undefined, moved.to === "target", where);
    if (moved.to === "target") {
      assert.deepEqual(world.lease, { owner: "target", generation: 2 }, where);
      assert.ok(!world.active(source), where);
      if (target.alive) assert.ok(world.active(target) && target.state === 7, where);
      else assert.equal(world.stored, 7, `${where}: its next owner finds the state`);
    } else if (moved.to === "source") {
      assert.ok(world.active(source) || !source.alive, `${where}: it goes on`);
      assert.ok(!world.active(target), where);
    } else {
      assert.ok(world.fencing, `${where}: everybody is to be fenced off`);
      if (world.fencing === "ok") {
        assert.equal(world.lease.owner, "nobody", where);
        assert.ok(!world.active(source) && !world.active(target), `${where}: nobody is left who writes`);
      }
      // The next placement takes a newer lease; until then somebody may be left only where storage was away too.
      world.lease = { owner: "anybody", generation: 4 };
      assert.ok(!world.active(source) && !world.active(target), where);
    }
  });
  assert.deepEqual([...ends].sort(), ["no gateway", "nobody", "source", "target"]);
  assert.ok(runs > 100, `${runs} runs`);
});

Deno.test("migrate() keeps the state of a guild nobody is known to run, where storage can take it", async () => {
  let kept = 0;
  await explore((world, moved, [freezing, ...rest]) => {
    if (moved.to !== "nobody" || freezing !== "ok" || world.fencing !== "ok") return;
    assert.equal(world.stored, 7, `[${[freezing, ...rest].join(", ")}]`);
    kept++;
  });
  assert.ok(kept > 10, `${kept} times`);
});
