/**
 * @module Starting, dispatching to, ending and keeping guests, beside the bare substrate and other engines. Other programs
 * disturb such figures in one direction only, so each is the best of several rounds.
 */
import { dispose } from "@flora/bundler";
import { measureDispatch, measureSubstrateRoundTrip } from "./isolate/dispatches.ts";
import { measureGuests } from "./isolate/guests.ts";
import { measureNeighbours } from "./isolate/neighbours.ts";
import { measuredAlone } from "./isolate/own-process.ts";
import { measurePeers } from "./isolate/peers.ts";
import { ratios } from "./isolate/ratios.ts";
import { bestOf } from "./isolate/samples.ts";
import { bundleBot } from "./isolate/scripts.ts";
import { measureColdStarts, measureSubstrateBoot } from "./isolate/starts.ts";
import { measureSubstrateMemory, measureWarmMemory } from "./isolate/warm-memory.ts";

const SMALL_BYTES = 5_000;
const LARGE_BYTES = 200_000;
const ROUNDS = 3;

export async function run() {
  const small = await bundleBot(SMALL_BYTES);
  const large = await bundleBot(LARGE_BYTES);
  const figures = {
    ...await bestOf(ROUNDS, async () => ({
      ...await measureSubstrateBoot(),
      ...await measureColdStarts("isolated", { small, large }),
      ...await measureSubstrateRoundTrip(),
      ...await measureDispatch("isolated", small),
    })),
    ...await measureSubstrateMemory(),
    ...await measureWarmMemory(small),
    ...await measuredAlone<Record<string, number>>(
      new URL("./isolate/hibernated-process.ts", import.meta.url),
    ),
    ...await bestOf(ROUNDS, measureGuests),
    ...await measureNeighbours(small),
  };
  const embedded = await bestOf(ROUNDS, async () => ({
    ...await measureColdStarts("embedded", { small, large }),
    ...await measureDispatch("embedded", small),
  }));
  const peers = await measurePeers(SMALL_BYTES, LARGE_BYTES);
  await dispose();
  return { ...figures, ratios: ratios(figures), embedded, peers };
}
