/** @module Runs attacks under adapters: a few workers at a time, one attack at a time on each. */
import { Arena } from "./arena.ts";
import type { Adapter, Attack, Stage, Verdict } from "./contract.ts";
import { stages } from "./contract.ts";
import { buildImages, type Images } from "./images.ts";

/** Workers at a time: more would disturb each other's neighbours. */
const WORKERS = 4;
/** Attacks on one worker, after which the next begins with a fresh one. */
const PER_WORKER = 25;

interface Batch {
  adapter: Adapter;
  stage: Stage;
  attacks: Attack[];
}

export interface SuiteOptions {
  adapters: readonly Adapter[];
  onVerdict(verdict: Verdict): void;
}

/** Every attack under every adapter; one verdict each. */
export async function runSuite(attacks: Attack[], { adapters, onVerdict }: SuiteOptions): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "flora-attack-images-" });
  try {
    const images = await buildImages(folder);
    const batches = adapters.flatMap((adapter) => batchesOf(adapter, attacks));
    const lane = async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) {
        await runBatch(batch, images, onVerdict);
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, lane));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function batchesOf(adapter: Adapter, attacks: Attack[]): Batch[] {
  return stages.flatMap((stage) => {
    const own = attacks.filter((attack) => (attack.stage ?? "production") === stage);
    const count = Math.ceil(own.length / PER_WORKER);
    return Array.from({ length: count }, (_, index) => ({
      adapter,
      stage,
      attacks: own.filter((_, at) => at % count === index),
    }));
  });
}

async function runBatch(
  { adapter, stage, attacks }: Batch,
  images: Images,
  onVerdict: (verdict: Verdict) => void,
) {
  const run: Attack[] = [];
  for (const attack of attacks) {
    const reason = adapter === "embedded" ? attack.embedded?.cannot : undefined;
    if (reason === undefined) run.push(attack);
    else onVerdict({ attack, adapter, skipped: reason, problems: [], outcome: "", ms: 0, neighbourMs: 0 });
  }
  if (run.length === 0) return;
  const arena = await Arena.open(adapter, stage, images(stage));
  try {
    for (const attack of run) onVerdict(await arena.run(attack));
  } finally {
    await arena.close();
  }
}
