/** Runs flora under trouble and judges what every guild's script wrote. Last line: the figures as JSON. */
import { whyNoRedis } from "@flora/storage/testing/redis-server";
import { type StoreKind, storeKinds } from "../test/chaos/ground.ts";
import { runChaos } from "../test/chaos/run.ts";
import { readArguments } from "./arguments.ts";

const HELP =
  `npm run chaos -- [--minutes 3] [--guilds 200] [--workers 4] [--seed <of an earlier run>] [--store sqlite|redis]

Starts flora on Discord's emulator, lets people write in every guild, and meanwhile moves guilds, deploys, drains,
kills and stops processes, breaks connections and keeps the store busy. Exit code 0: nothing lost, nothing twice,
order kept, one owner, no process left, every step of a move hit. The same seed takes the same decisions.
With --store redis, flora keeps its state in a Redis of the run's own instead of in a file.`;

/** A busy machine may take this many times as long until everything has been tried. */
const PATIENCE = 6;

/** Bounds of each option; whole numbers unless `fraction`. */
const bounds = {
  minutes: { least: 0.1, most: 24 * 60, fraction: true },
  guilds: { least: 1, most: 2_000 },
  workers: { least: 2, most: 64 },
  seed: { least: 0, most: 2 ** 32 - 1 },
} as const;

function fail(message: string): never {
  console.error(`${message}; \`npm run chaos -- --help\` tells what there is`);
  Deno.exit(2);
}

const { values } = readArguments({
  args: Deno.args,
  options: {
    minutes: { type: "string", default: "3" },
    guilds: { type: "string", default: "200" },
    workers: { type: "string", default: "4" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    store: { type: "string", default: "sqlite" },
    help: { type: "boolean", default: false },
  },
}, fail);
if (values.help) {
  console.log(HELP);
  Deno.exit(0);
}
const number = (name: keyof typeof bounds) => {
  const { least, most, ...rest } = bounds[name];
  const value = values[name].trim() === "" ? NaN : Number(values[name]);
  if (value >= least && value <= most && ("fraction" in rest || Number.isInteger(value))) return value;
  const kind = "fraction" in rest ? "a number" : "a whole number";
  fail(`Cannot use --${name} "${values[name]}": ${kind} from ${least} to ${most} is wanted`);
};
const store = storeKinds.find((kind): kind is StoreKind => kind === values.store) ??
  fail(`Cannot use --store "${values.store}": ${storeKinds.join(" or ")} is wanted`);
const missing = store === "redis" ? whyNoRedis() : undefined;
if (missing) fail(`Cannot use --store redis: ${missing}`);
const options = {
  minutes: number("minutes"),
  guilds: number("guilds"),
  workers: number("workers"),
  seed: number("seed"),
  store,
};
const startedAt = Date.now();
const say = (line: string) =>
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(signal, () => stop.abort());
}
// What fails in here is not flora's: it is told, and the run goes on for as long as it can.
const note = (event: Event, error: unknown) => {
  event.preventDefault();
  say(`the chaos run itself: ${error instanceof Error ? error.stack : error}`);
};
globalThis.addEventListener("unhandledrejection", (event) => note(event, event.reason));
globalThis.addEventListener("error", (event) => note(event, event.error));

const atMostMinutes = PATIENCE * options.minutes;
const { result, problems, evidence } = await runChaos({
  ...options,
  atMostMinutes,
  signal: stop.signal,
  say,
});
for (const line of [...problems, ...evidence]) console.log(line);
const { seed, events, migrations, kills, lost, duplicated, outOfOrder, doubleOwner, orphans } = result;
console.log(
  JSON.stringify({ seed, events, migrations, kills, lost, duplicated, outOfOrder, doubleOwner, orphans }),
);
Deno.exit(problems.length === 0 ? 0 : 1);
