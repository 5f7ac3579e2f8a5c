/** @module Starting, dispatching to and ending guests, beside the bare substrate. */
import { dispose } from "@flora/bundler";
import { measureDispatch, measureSubstrateRoundTrip } from "./isolate/dispatches.ts";
import { bundleBot } from "./isolate/scripts.ts";
import { measureColdStarts, measureSubstrateBoot } from "./isolate/starts.ts";

const SMALL_BYTES = 5_000;
const LARGE_BYTES = 200_000;

export async function run() {
  const small = await bundleBot(SMALL_BYTES);
  const large = await bundleBot(LARGE_BYTES);
  await dispose();
  return {
    ...await measureSubstrateBoot(),
    ...await measureColdStarts("isolated", { small, large }),
    ...await measureSubstrateRoundTrip(),
    ...await measureDispatch("isolated", small),
  };
}
