/**
 * Runs every test and ends with one line `N passed, N failed`, which CI reads; what failed is shown once more before it, so
 * that the end of a long log tells why. Arguments name files or folders; without any, everything runs: unit tests in
 * parallel first, then what starts several processes, one file at a time.
 */
const suites: { name: string; args: string[] }[] = Deno.args.length > 0
  ? [{ name: "chosen", args: Deno.args }]
  : [
    { name: "packages", args: ["--parallel", "packages", "apps"] },
    { name: "scenarios", args: ["test"] },
  ];

let passed = 0;
let failed = 0;
let skipped = 0;
const errors: string[] = [];

// deno-lint-ignore no-control-regex -- colours
const plain = (text: string) => text.replace(/\x1b\[[\d;]*m/g, "");

/** Shows output as it comes and keeps its end, where deno prints what failed and its counts. */
async function run(args: string[]): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-prompt", "--no-check", ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
    env: { DENO_JOBS: "2" },
  }).spawn();
  let tail = "";
  for await (
    const text of child.stdout.pipeThrough(
      new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>,
    )
  ) {
    await Deno.stdout.write(new TextEncoder().encode(text));
    tail = (tail + text).slice(-100_000);
  }
  const { success, code } = await child.status;
  const lines = plain(tail).split("\n");
  const summary = lines.findLast((line) => line.includes(" passed")) ?? "";
  const count = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0);
  passed += count("passed");
  // A run that ended badly has failed, whatever it counted: a crash or a leak has no line of its own.
  failed += success ? 0 : Math.max(count("failed"), 1);
  skipped += count("ignored");
  if (success) return;
  console.log(`deno test ended with code ${code}`);
  const reasons = lines.findLastIndex((line) => line.trim() === "ERRORS");
  errors.push(...lines.slice(reasons < 0 ? -100 : reasons + 1));
}

for (const suite of suites) {
  console.log(`\n== ${suite.name}`);
  await run(suite.args);
}
if (errors.length > 0) console.log(`\n== what failed\n${errors.join("\n")}`);
if (skipped > 0) console.log(`\n${skipped} skipped, each says why`);
console.log(`\n${passed} passed, ${failed} failed`);
Deno.exit(failed === 0 && passed > 0 ? 0 : 1);
