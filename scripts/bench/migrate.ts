/** @module How long a move holds a guild's events, under load, and how fast a worker is emptied. */
import { Field } from "../../test/chaos/field.ts";
import { judge, type Sent } from "../../test/chaos/judge.ts";
import { until } from "../../test/support/flora.ts";

const GUILDS = 50;
const MOVES = 1_000;
const MOVERS = 2;
const EVENT_EVERY_MS = 20;

const quantile = (sorted: number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;

export async function run(): Promise<Record<string, number>> {
  await using field = await Field.open(GUILDS, 2);
  const sent = field.guilds.map((): Sent => ({ seqs: [], shaken: new Set(), forgotten: new Set() }));
  let seq = 0, stopping = false;
  const writing = (async () => {
    for (; !stopping; await new Promise((resolve) => setTimeout(resolve, EVENT_EVERY_MS))) {
      const index = seq % GUILDS;
      const { channelId, userId } = field.guilds[index]!;
      sent[index]!.seqs.push(++seq);
      await field.discord.say(channelId, userId, String(seq));
    }
  })();
  await until(
    "every guild to run",
    async () => (await field.client.placements()).placements.length === GUILDS,
  );

  const pauses: number[] = [];
  const startedAt = performance.now();
  let next = 0;
  const move = async () => {
    while (next < MOVES) {
      const turn = next++;
      const guild = field.guilds[turn % GUILDS]!;
      // A guild whose handler runs longer than a move may wait stays where it is: not a pause.
      const moved = await field.client.migrate(guild.id, `worker-${Math.floor(turn / GUILDS) % 2}`).catch(
        () => undefined,
      );
      if (moved && moved.pauseMs > 0) pauses.push(moved.pauseMs);
    }
  };
  await Promise.all(Array.from({ length: MOVERS }, move));
  const seconds = (performance.now() - startedAt) / 1_000;

  for (const guild of field.guilds) await field.client.pin(guild.id, "worker-0");
  for (const guild of field.guilds) await field.client.pin(guild.id, null);
  const full = performance.now();
  const { workers } = await field.client.workers();
  const most = workers.sort((a, b) => b.guilds - a.guilds)[0]!;
  await field.client.drain(most.name, false);
  const evacuateMs = (performance.now() - full) * GUILDS / most.guilds;

  stopping = true;
  await writing;
  const answered = () =>
    field.guilds.every((guild, index) => sent[index]!.seqs.every((one) => field.answered(guild).has(one)));
  await until("everything to be answered", answered).catch(() => {});
  await field.stop();
  let violations = 0;
  for (const [index, guild] of field.guilds.entries()) {
    const { lost, duplicated, outOfOrder, doubleOwner } = judge(
      guild.id,
      sent[index]!,
      await field.entries(guild),
    );
    violations += lost + duplicated + outOfOrder + doubleOwner;
  }
  pauses.sort((a, b) => a - b);
  return {
    migrations: pauses.length,
    pauseP50Ms: quantile(pauses, 0.5),
    pauseP99Ms: quantile(pauses, 0.99),
    migrationsPerSecond: pauses.length / seconds,
    evacuate50Ms: evacuateMs,
    violations,
  };
}
