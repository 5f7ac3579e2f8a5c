/** @module Starting, dispatching to, ending and keeping guests, beside the bare substrate. */
import { dispose } from "@flora/bundler";
import { measureDispatch, measureSubstrateRoundTrip } from "./isolate/dispatches.ts";
import { measureGuests } from "./isolate/guests.ts";
import { measureNeighbours } from "./isolate/neighbours.ts";
import { measuredAlone } from "./isolate/own-process.ts";
import { measurePeers } from "./isolate/peers.ts";
import { bundleBot } from "./isolate/scripts.ts";
import { measureColdStarts, measureSubstrateBoot } from "./isolate/starts.ts";
import { measureSubstrateMemory, measureWarmMemory } from "./isolate/warm-memory.ts";

const SMALL_BYTES = 5_000;
const LARGE_BYTES = 200_000;

export async function run() {
  const small = await bundleBot(SMALL_BYTES);
  const large = await bundleBot(LARGE_BYTES);
  const figures = {
    ...await measureSubstrateBoot(),
    ...await measureColdStarts("isolated", { small, large }),
    ...await measureSubstrateRoundTrip(),
    ...await measureDispatch("isolated", small),
    ...await measureSubstrateMemory(),
    ...await measureWarmMemory(small),
    ...await measuredAlone<object>(new URL("./isolate/hibernated-process.ts", import.meta.url)),
    ...await measureGuests(),
    ...await measureNeighbours(small),
    embedded: {
      ...await measureColdStarts("embedded", { small, large }),
      ...await measureDispatch("embedded", small),
    },
    peers: await measurePeers(SMALL_BYTES, LARGE_BYTES),
  };
  await dispose();
  return figures;
}
