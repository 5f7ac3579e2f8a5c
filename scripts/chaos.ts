/** Runs flora under trouble and judges what every guild's script wrote. Last line: the figures as JSON. */
import { runChaos } from "../test/chaos/run.ts";
import { readArguments } from "./arguments.ts";

const HELP = `npm run chaos -- [--minutes 3] [--guilds 200] [--workers 4] [--seed <of an earlier run>]

Starts flora on Discord's emulator, lets people write in every guild, and meanwhile moves guilds, deploys, drains,
kills and stops processes, breaks connections and keeps the store busy. Exit code 0: nothing lost, nothing twice,
order kept, one owner, no process left, every step of a move hit. The same seed takes the same decisions.`;

/** A busy machine may take this many times as long until everything has been tried. */
const PATIENCE = 3;

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
const options = {
  minutes: number("minutes"),
  guilds: number("guilds"),
  workers: number("workers"),
  seed: number("seed"),
};
const startedAt = Date.now();
const say = (line: string) =>
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
const atMostMinutes = PATIENCE * options.minutes;
const { result, problems } = await runChaos({ ...options, atMostMinutes, say });
for (const problem of problems) console.log(problem);
const { seed, events, migrations, kills, lost, duplicated, outOfOrder, doubleOwner, orphans } = result;
console.log(
  JSON.stringify({ seed, events, migrations, kills, lost, duplicated, outOfOrder, doubleOwner, orphans }),
);
Deno.exit(problems.length === 0 ? 0 : 1);
