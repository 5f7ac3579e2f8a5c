/** @module The round trip of a dispatch with one op in a guild that is awake, beside the bare channel. */
import { type Adapter, BenchWorker } from "./bench-worker.ts";
import { quantile, rounded, spread, timed } from "./samples.ts";
import type { BenchBundle } from "./scripts.ts";
import { type Reading, Substrate } from "./substrate.ts";

const WARM_UP = 1_000;
const TRIPS = 2_000;
/** About what a dispatch of a message has. */
const FRAME_BYTES = 300;

/** Event in to handler done, of which the guest asked for one op. */
export function measureDispatch(adapter: Adapter, bundle: BenchBundle) {
  return BenchWorker.with({ adapter }, async (worker) => {
    const guildId = await worker.deploy(bundle);
    await timed(WARM_UP, () => worker.ask(guildId));
    return spread("dispatch", "Us", await timed(TRIPS, () => worker.ask(guildId)));
  });
}

/** There and back through a process that reads as scripts do, and through one that reads on the spot, as guests may. */
export async function measureSubstrateRoundTrip() {
  return {
    substrateRoundTripP50Us: await roundTrip("asynchronous"),
    substrateSyncRoundTripP50Us: await roundTrip("synchronous"),
  };
}

async function roundTrip(reading: Reading): Promise<number> {
  const substrate = await Substrate.boot(reading);
  try {
    const frame = new Uint8Array(FRAME_BYTES);
    await timed(WARM_UP, () => substrate.roundTrip(frame));
    const samples = await timed(TRIPS, () => substrate.roundTrip(frame));
    return rounded(1_000 * quantile(samples, 0.5));
  } finally {
    await substrate.end();
  }
}
