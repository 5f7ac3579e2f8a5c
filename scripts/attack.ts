/** Runs the attack suite and prints a table. Exits with 1 when an attacker succeeded. */
import { catalogue } from "../test/attack/catalogue.ts";
import { type Adapter, adapters, type Verdict } from "../test/attack/contract.ts";
import { runSuite } from "../test/attack/suite.ts";
import { summarize, verdictLines } from "../test/attack/table.ts";
import { readArguments } from "./arguments.ts";

const HELP = `npm run attack -- [--only <text>] [--adapter isolated|embedded] [--json]

Lets hostile scripts loose on real workers and says of each what it achieved: nothing, or it SUCCEEDED.
  --only <text>   only attacks whose category or name holds the text
  --adapter       under one adapter alone; both by default
  --json          the last line is {"attacks", "contained", "failed": [names]}, of the attacks that were run
Exit code 0: every attack was contained. 1: one succeeded. 2: nothing was run.`;

function fail(message: string): never {
  console.error(`${message}; \`npm run attack -- --help\` tells what there is`);
  Deno.exit(2);
}

const options = {
  only: { type: "string" },
  adapter: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;
const { only, adapter, json, help } = readArguments({ args: Deno.args, options }, fail).values;
if (help) {
  console.log(HELP);
  Deno.exit(0);
}
if (adapter !== undefined && !adapters.includes(adapter as Adapter)) {
  fail(`Cannot run attacks: adapter ${adapter} is not one of ${adapters.join(", ")}`);
}
const chosen = catalogue.filter(({ name, category }) =>
  only === undefined || `${category} ${name}`.includes(only)
);
if (chosen.length === 0) {
  fail(`Cannot run attacks: none has "${only}" in its name`);
}

const verdicts: Verdict[] = [];
await runSuite(chosen, {
  adapters: adapter === undefined ? adapters : [adapter as Adapter],
  onVerdict(verdict) {
    verdicts.push(verdict);
    for (const line of verdictLines(verdict)) console.log(line);
  },
});
const summary = summarize(verdicts);
const skipped = verdicts.filter((verdict) => verdict.skipped !== undefined).length;
console.log(
  `\n${summary.attacks} attacks, ${
    verdicts.length - skipped
  } runs, ${skipped} not run for the reason given, ` +
    `${summary.failed.length} succeeded`,
);
if (json) console.log(JSON.stringify(summary));
if (summary.attacks === 0) Deno.exit(2);
Deno.exit(summary.failed.length === 0 ? 0 : 1);
