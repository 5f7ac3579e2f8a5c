/** @module A run of trouble: steady events in every guild, one decision after the other, then a verdict. */
import { join } from "node:path";
import { tmpdir } from "node:os";
import { moveSteps } from "../../apps/gateway/src/router/migrate.ts";
import { until } from "@flora/model/until";
import { excerpt, type Suspect } from "./excerpt.ts";
import { Field, readEntries } from "./field.ts";
import type { StoreKind } from "./ground.ts";
import { judge, type Verdict } from "./judge.ts";
import { type Decision, describe, type Extent, planOf, victims } from "./plan.ts";
import { StepTrap } from "./step-trap.ts";
import { type Happened, make } from "./trouble.ts";
import { Writer } from "./writer.ts";

export interface ChaosOptions {
  seed: number;
  /** Everything that is required is tried, also where that takes longer… */
  minutes: number;
  /** …but no longer than this. */
  atMostMinutes: number;
  guilds: number;
  workers: number;
  store: StoreKind;
  extent?: Extent;
  /** Breaks the run off; nothing of it is left then. */
  signal?: AbortSignal;
  /** Told what is done, as it is done. */
  say(line: string): void;
}

export interface ChaosResult extends Omit<Verdict, "problems" | "wrong"> {
  seed: number;
  events: number;
  migrations: number;
  kills: number;
  orphans: number;
}

export interface ChaosReport {
  result: ChaosResult;
  problems: string[];
  /** What may tell why, where there are problems. */
  evidence: string[];
}

/** Two busy cores carry this: 25 events per second. */
const EVERY_MS = 40;
/** Longer than anything takes to go on. */
const SETTLE_MS = 60_000;
/** What it takes besides to start, to come to rest and to end, even on a machine that is busy with other things. */
const OVERHEAD_MINUTES = 8;

/** Also what keeps it from its end, such as a flora that does not come back, is a problem that it reports. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  await using trap = await StepTrap.open();
  await using field = await Field.lay({ ...options, watcher: trap.url });
  const run = new Run(field, trap, options);
  await inTime(run.carryOut(), options).catch((error: Error) =>
    run.problems.push(`broke off: ${error.message}`)
  );
  return await run.report();
}

class Run {
  readonly problems: string[] = [];
  readonly #writer: Writer;
  readonly #suspects: Suspect[] = [];
  readonly #hits = new Map<string, number>();
  readonly #figures = { kills: 0, lost: 0, duplicated: 0, outOfOrder: 0, doubleOwner: 0, orphans: 0 };

  constructor(
    private readonly field: Field,
    private readonly trap: StepTrap,
    private readonly options: ChaosOptions,
  ) {
    this.#writer = new Writer(field, { seed: options.seed, everyMs: EVERY_MS });
  }

  async carryOut(): Promise<void> {
    const { seed, guilds, workers, store, say } = this.options;
    await this.field.start();
    say(`${guilds} guilds on ${workers} workers and ${store}, seed ${seed}`);
    this.#writer.start();
    try {
      await this.#makeTrouble();
    } finally {
      await this.#writer.stop();
    }
    await this.field.whole();
    await this.#settle();
    await this.field.stop();
    const orphans = await this.field.orphans();
    for (const { pid } of orphans) this.problems.push(`process ${pid} has outlived flora`);
    this.#figures.orphans = orphans.length;
    await this.#judge();
    this.#countHits();
  }

  /** One decision after the other, for as long as there is time. */
  async #makeTrouble(): Promise<void> {
    const { seed, guilds, workers, minutes, atMostMinutes, extent } = this.options;
    const startedAt = Date.now();
    const isOver = (most: number) => Date.now() - startedAt > most * 60_000;
    const missed: Decision[] = [];
    for (const { decision, required } of planOf(seed, { guilds, workers }, extent)) {
      // What did not come about when its turn was is tried once more.
      while (!required && missed.length > 0 && !isOver(atMostMinutes)) await this.#take(missed.pop()!);
      if (this.#isOver) throw new Error("broken off");
      if (isOver(required ? atMostMinutes : minutes)) {
        if (required) this.problems.push(`not everything was tried within ${atMostMinutes} minutes`);
        return;
      }
      const { hit } = await this.#take(decision);
      if (required && decision.what === "kill at step" && !hit) missed.push(decision);
    }
  }

  #taken = 0;
  #isOver = false;

  async #take(decision: Decision): Promise<Happened> {
    const happened = await make(decision, this.field, this.trap);
    this.options.say(`#${++this.#taken} ${describe(decision)}: ${happened.outcome}`);
    this.#figures.kills += happened.kills;
    if (happened.hit) this.#hits.set(happened.hit, (this.#hits.get(happened.hit) ?? 0) + 1);
    if (happened.hurt) await this.field.whole();
    return happened;
  }

  /** Until everything is answered, or nothing is any more. */
  async #settle(): Promise<void> {
    const { unanswered } = this.#writer;
    for (let before = Infinity; unanswered.size < before && unanswered.size > 0;) {
      before = unanswered.size;
      await until("an answer", () => unanswered.size < before, SETTLE_MS).catch(() => {});
    }
  }

  async #judge(): Promise<void> {
    const storage = await this.field.storage();
    for (const [index, guild] of this.field.guilds.entries()) {
      const entries = await readEntries(storage, guild);
      const record = { sent: this.#writer.sent[index]!, entries, echoes: this.field.echoes(guild) };
      const { problems, wrong, ...figures } = judge(guild.id, record);
      for (const key of ["lost", "duplicated", "outOfOrder", "doubleOwner"] as const) {
        this.#figures[key] += figures[key];
      }
      this.problems.push(...problems);
      if (wrong.length > 0) this.#suspects.push({ guild: guild.id, record, wrong });
    }
    await storage.close();
  }

  #countHits(): void {
    for (const step of moveSteps) {
      const counts = victims.map((victim) => `${this.#hits.get(`${step} ${victim}`) ?? 0} × ${victim}`);
      this.options.say(`killed at ${step}: ${counts.join(", ")}`);
      const missed = victims.filter((victim) => !this.#hits.has(`${step} ${victim}`));
      if (missed.length === victims.length) this.problems.push(`nobody was killed at ${step}`);
      else if (missed.length > 0 && this.options.extent !== "brief") {
        this.problems.push(`${missed} was not killed at ${step}`);
      }
    }
  }

  /** Nothing more is done then. */
  async report(): Promise<ChaosReport> {
    this.#isOver = true;
    const { seed, say } = this.options;
    const result = { seed, events: this.#writer.seq, migrations: this.trap.moved, ...this.#figures };
    if (this.problems.length === 0) return { result, problems: [], evidence: [] };
    const output = this.field.output();
    const path = join(tmpdir(), `flora-chaos-${seed}.log`);
    await Deno.writeTextFile(path, output).then(() => say(`all that flora said is in ${path}`), () => {});
    const saidAt = (seq: number) => this.#writer.saidAt[seq] ?? 0;
    return { result, problems: [...this.problems], evidence: excerpt(output, this.#suspects, saidAt) };
  }
}

/** Rejects when it takes too long, or is broken off. */
async function inTime(run: Promise<void>, { atMostMinutes, signal }: ChaosOptions): Promise<void> {
  const minutes = atMostMinutes + OVERHEAD_MINUTES;
  const broken = Promise.withResolvers<never>();
  const stop = () => broken.reject(new Error("it was told to"));
  const late = setTimeout(
    () => broken.reject(new Error(`not done after ${minutes} minutes`)),
    minutes * 60_000,
  );
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    await Promise.race([run, broken.promise]);
  } finally {
    clearTimeout(late);
    signal?.removeEventListener("abort", stop);
  }
}
