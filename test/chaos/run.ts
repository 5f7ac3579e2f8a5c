/** @module A run of trouble: steady events in every guild, one trouble after the other, then a verdict. */
import { until } from "../support/flora.ts";
import { Field } from "./field.ts";
import { judge, type Sent, type Verdict } from "./judge.ts";
import { Random } from "./random.ts";
import { pickTrouble } from "./trouble.ts";

export interface ChaosOptions {
  seed: number;
  minutes: number;
  guilds: number;
  workers: number;
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

const EVERY_MS = 25;

export async function runChaos(options: ChaosOptions): Promise<{ result: ChaosResult; problems: string[] }> {
  const { seed, minutes, guilds, workers, say } = options;
  const random = new Random(seed);
  await using field = await Field.open(guilds, workers);
  say(`${guilds} guilds on ${workers} workers, seed ${seed}`);
  const sent = field.guilds.map((): Sent => ({ seqs: [], shaken: new Set(), forgotten: new Set() }));
  const open = (index: number) => {
    const answered = field.answered(field.guilds[index]!);
    return sent[index]!.seqs.filter((seq) => !answered.has(seq));
  };
  /** Marks everything that is on its way. */
  const mark = (what: "shaken" | "forgotten") =>
    sent.forEach((one, index) => open(index).forEach((seq) => one[what].add(seq)));
  /** Marks everything that was written since. */
  const markSince = (first: number) =>
    sent.forEach(({ seqs, shaken }) => seqs.forEach((seq) => seq > first && shaken.add(seq)));

  let seq = 0, paused = false, stopping = false;
  const writing = (async () => {
    for (; !stopping; await new Promise((resolve) => setTimeout(resolve, EVERY_MS))) {
      if (paused) continue;
      const index = random.below(guilds);
      const guild = field.guilds[index]!;
      sent[index]!.seqs.push(++seq);
      await field.discord.say(guild.channelId, guild.userId, String(seq));
    }
  })();

  const counts = { migrations: 0, kills: 0 };
  const endsAt = Date.now() + minutes * 60_000;
  while (Date.now() < endsAt) {
    const trouble = pickTrouble(random);
    // What Discord does not tell twice must not be written while nobody listens.
    if (trouble.shakes === "gateway") paused = true;
    const first = seq;
    if (trouble.shakes !== "nothing") mark("shaken");
    if (trouble.shakes === "gateway") mark("forgotten");
    const refused = await trouble.make(field, random).then(() => "", (error: Error) => `: ${error.message}`);
    if (trouble.name === "migrate" && refused === "") counts.migrations++;
    else if (trouble.name !== "migrate") say(`${trouble.name}${refused}`);
    if (trouble.shakes === "nothing") continue;
    counts.kills++;
    await field.healthy(workers);
    markSince(first);
    paused = false;
  }
  stopping = true;
  await writing;
  await field.healthy(workers);
  const missing = () => sent.flatMap((one, index) => open(index).filter((seq) => !one.forgotten.has(seq)));
  await until("everything to be answered", () => missing().length === 0, 30_000).catch(() => {});
  const orphans = await field.stop();

  const total: Verdict = { lost: 0, duplicated: 0, outOfOrder: 0, doubleOwner: 0, problems: [] };
  for (const [index, guild] of field.guilds.entries()) {
    const verdict = judge(guild.id, sent[index]!, await field.entries(guild));
    for (const key of ["lost", "duplicated", "outOfOrder", "doubleOwner"] as const) {
      total[key] += verdict[key];
    }
    total.problems.push(...verdict.problems);
    if (verdict.problems.length > 0) total.problems.push(...await field.complaints(guild));
  }
  const { problems, ...figures } = total;
  if (problems.length > 0) {
    say(field.output().split("\n").filter((line) => /did not run/.test(line)).slice(-40).join("\n"));
  }
  return { result: { seed, events: seq, ...counts, ...figures, orphans }, problems };
}
