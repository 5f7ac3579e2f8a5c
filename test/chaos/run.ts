/** @module A run of trouble: steady events in every guild, one decision after the other, then a verdict. */
import { join } from "node:path";
import { tmpdir } from "node:os";
import { moveSteps } from "../../apps/gateway/src/router/migrate.ts";
import { until } from "@flora/model/until";
import { Field, readEntries } from "./field.ts";
import { judge, type Verdict } from "./judge.ts";
import { describe, type Extent, planOf, victims } from "./plan.ts";
import { StepTrap } from "./step-trap.ts";
import { make } from "./trouble.ts";
import { Writer } from "./writer.ts";

export interface ChaosOptions {
  seed: number;
  /** Everything that is required is tried, also where that takes longer… */
  minutes: number;
  /** …but no longer than this. */
  atMostMinutes: number;
  guilds: number;
  workers: number;
  extent?: Extent;
  /** Told what is done, as it is done. */
  say(line: string): void;
}

export interface ChaosResult extends Omit<Verdict, "problems"> {
  seed: number;
  events: number;
  migrations: number;
  kills: number;
  orphans: number;
}

/** Two busy cores carry this: 25 events per second. */
const EVERY_MS = 40;
const SETTLE_MS = 60_000;

export async function runChaos(options: ChaosOptions): Promise<{ result: ChaosResult; problems: string[] }> {
  const { seed, minutes, atMostMinutes, guilds, workers, extent = "full", say } = options;
  await using trap = await StepTrap.open();
  await using field = await Field.open({ guilds, workers }, trap.url);
  say(`${guilds} guilds on ${workers} workers, seed ${seed}`);
  const writer = new Writer(field, { seed, everyMs: EVERY_MS });
  /** Numbers that the bot has not answered. */
  const open = () =>
    field.guilds.flatMap((guild, index) => {
      const answered = new Set(field.echoes(guild));
      return writer.sent[index]!.filter((seq) => !answered.has(seq));
    });

  const hits = new Map<string, number>();
  let kills = 0;
  let left = 0;
  const startedAt = Date.now();
  const tookMinutes = () => (Date.now() - startedAt) / 60_000;
  let number = 0;
  for (const { decision, required } of planOf(seed, { guilds, workers }, extent)) {
    if (tookMinutes() > (required ? atMostMinutes : minutes)) {
      left = required ? 1 : 0;
      break;
    }
    const happened = await make(decision, field, trap);
    say(`#${++number} ${describe(decision)}: ${happened.outcome}`);
    kills += happened.kills;
    if (happened.hit) hits.set(happened.hit, (hits.get(happened.hit) ?? 0) + 1);
    if (happened.hurt) await field.whole();
  }
  await writer.stop();
  await field.whole();
  await until("everything to be answered", () => open().length === 0, SETTLE_MS).catch(() => {});
  await field.stop();
  const orphans = field.census.strays();

  const total: Verdict = { lost: 0, duplicated: 0, outOfOrder: 0, doubleOwner: 0, problems: [] };
  const storage = await field.storage();
  for (const [index, guild] of field.guilds.entries()) {
    const verdict = judge(guild.id, {
      sent: writer.sent[index]!,
      entries: await readEntries(storage, guild),
      echoes: field.echoes(guild),
    });
    for (const key of ["lost", "duplicated", "outOfOrder", "doubleOwner"] as const) {
      total[key] += verdict[key];
    }
    total.problems.push(...verdict.problems);
  }
  await storage.close();
  const { problems, ...figures } = total;
  for (const { pid } of orphans) problems.push(`process ${pid} has outlived flora`);
  if (left > 0) problems.push(`not everything was tried within ${atMostMinutes} minutes`);
  for (const step of moveSteps) {
    const counts = victims.map((victim) => `${hits.get(`${step} ${victim}`) ?? 0} × ${victim}`);
    say(`killed at ${step}: ${counts.join(", ")}`);
    const missed = victims.filter((victim) => !hits.has(`${step} ${victim}`));
    if (missed.length === victims.length) problems.push(`nobody was killed at ${step}`);
    else if (missed.length > 0 && extent === "full") problems.push(`${missed} was not killed at ${step}`);
  }
  if (problems.length > 0) {
    const path = join(tmpdir(), `flora-chaos-${seed}.log`);
    await Deno.writeTextFile(path, field.output());
    say(`what flora said is in ${path}`);
  }
  const { moved: migrations } = trap;
  return {
    result: { seed, events: writer.seq, migrations, kills, ...figures, orphans: orphans.length },
    problems,
  };
}
