/**
 * @module What an op costs a script, there and back, beside the same call of the library behind it in the worker's own
 * process. Other programs disturb such figures in one direction only, so each is the best of several rounds.
 */
import { dispose } from "@flora/bundler";
import { measureStoreOps } from "./ops/store-ops.ts";
import { measureReplies } from "./ops/replies.ts";
import { measureDirect } from "./ops/direct.ts";
import { measureOnRedis } from "./ops/on-redis.ts";
import { measureSubstrateRoundTrip } from "./isolate/dispatches.ts";
import { bestOf, rounded } from "./isolate/samples.ts";

const ROUNDS = 3;
const OPS = ["kvGet", "kvSet", "secret", "log", "reply"];

export async function run() {
  const figures = await bestOf(ROUNDS, async () => ({
    ...await measureStoreOps("isolated"),
    ...await measureDirect(),
    ...await measureReplies(),
    hopP50Us: (await measureSubstrateRoundTrip()).substrateSyncRoundTripP50Us!,
  }));
  const embedded = await measureStoreOps("embedded");
  const redis = await measureOnRedis(ROUNDS);
  await dispose();
  return {
    ...figures,
    ratios: ratios(figures),
    embedded,
    redis: typeof redis === "string" ? `not measured: ${redis}` : { ...redis, ratios: ratios(redis) },
  };
}

/**
 * How much longer a script waits for an op than the call behind it takes; and, for ops of the store, how much longer the
 * host's half alone takes, once the call has come over the wall.
 */
function ratios(figures: Record<string, number>) {
  const ratio = (name: string, figure: string, direct: string): [string, number][] =>
    figures[figure] === undefined ? [] : [[name, rounded(figures[figure] / figures[direct]!)]];
  return Object.fromEntries(OPS.flatMap((op) => [
    ...ratio(`${op}ToDirect`, `${op}P50Us`, `${op}DirectP50Us`),
    ...ratio(`${op}ServedToDirect`, `${op}ServedP50Us`, `${op}DirectP50Us`),
  ]));
}
