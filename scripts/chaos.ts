/** Runs flora under trouble: `npm run chaos -- [--minutes 3] [--guilds 200] [--workers 3] [--seed N]`. Last line: the figures as JSON. */
import { parseArgs } from "node:util";
import { runChaos } from "../test/chaos/run.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    minutes: { type: "string", default: "3" },
    guilds: { type: "string", default: "200" },
    workers: { type: "string", default: "3" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(
    "npm run chaos -- [--minutes 3] [--guilds 200] [--workers 3] [--seed <number of an earlier run>]",
  );
  Deno.exit(0);
}
const number = (name: "minutes" | "guilds" | "workers" | "seed") => {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value > 0) return value;
  console.error(`--${name} is "${values[name]}", a number above 0 is wanted`);
  Deno.exit(2);
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
const { result, problems } = await runChaos({ ...options, say });
for (const problem of problems) console.log(problem);
console.log(JSON.stringify(result));
const { lost, duplicated, outOfOrder, doubleOwner, orphans } = result;
Deno.exit(lost + duplicated + outOfOrder + doubleOwner + orphans === 0 ? 0 : 1);
