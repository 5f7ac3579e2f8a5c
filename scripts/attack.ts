/**
 * Runs the attack suite and prints a table. `--only <text>` runs attacks whose name or category holds the text,
 * `--adapter isolated|embedded` one adapter alone, `--json` ends with one line for machines. Exits with 1 when an
 * attacker succeeded.
 */
import { parseArgs } from "node:util";
import { catalogue } from "../test/attack/catalogue.ts";
import { type Adapter, adapters, type Verdict } from "../test/attack/contract.ts";
import { runSuite } from "../test/attack/suite.ts";
import { summarize, verdictLines } from "../test/attack/table.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    only: { type: "string" },
    adapter: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const { only, adapter, json } = values;
if (adapter !== undefined && !adapters.includes(adapter as Adapter)) {
  console.error(`Cannot run attacks: adapter ${adapter} is not one of ${adapters.join(", ")}`);
  Deno.exit(2);
}
const chosen = catalogue.filter(({ name, category }) =>
  only === undefined || `${category} ${name}`.includes(only)
);
if (chosen.length === 0) {
  console.error(`Cannot run attacks: none has "${only}" in its name`);
  Deno.exit(2);
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
Deno.exit(summary.failed.length === 0 ? 0 : 1);
