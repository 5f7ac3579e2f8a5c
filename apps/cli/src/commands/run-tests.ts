import { join, resolve } from "node:path";
import type { Command } from "commander";
import { wantsColour } from "@flora/telemetry/pretty";
import { exitCodes, UsageError } from "../failure.ts";
import { print } from "../output.ts";
import { findTests } from "../project/find-tests.ts";
import { sdkArguments } from "../project/own-sdk.ts";
import { readConfig } from "../project/read-config.ts";
import type { GlobalOptions } from "../session.ts";

interface TestOptions extends GlobalOptions {
  root?: string;
  filter?: string;
  watch?: boolean;
}

export function addTest(program: Command): void {
  program.command("test")
    .description("run a project's tests (*.test.ts) against a flora on this machine")
    .argument("[files...]", "test files (default: all below the root)")
    .option("-r, --root <folder>", "the project's folder")
    .option("-f, --filter <name>", "only tests whose name holds this, or fits /this/")
    .option("-w, --watch", "run them again whenever a file changes, until Ctrl-C")
    .addHelpText("after", '\nA test imports { Flora } from "@flora/sdk/testing"; docs/guide.md shows one.')
    .action(async (given: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<TestOptions>();
      const config = await readConfig(resolve(options.root ?? "."));
      const root = resolve(config.folder, options.root === undefined ? config.values.root ?? "." : ".");
      const files = given.length > 0 ? given.map((file) => resolve(file)) : await findTests(root);
      if (files.length === 0) {
        throw new UsageError(`Cannot test ${root}: there is no *.test.ts`);
      }
      Deno.exitCode = await runTests(root, files, options);
    });
}

/** Answers the exit code. */
async function runTests(root: string, files: string[], options: TestOptions): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "flora-test-" });
  try {
    const report = join(folder, "report.xml");
    const stop = new AbortController();
    // The tests hear of Ctrl-C themselves; this command waits for them.
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => stop.abort());
    const isTerminal = !options.json && Deno.stdout.isTerminal();
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--allow-all",
        "--no-prompt",
        "--no-check",
        "--node-modules-dir=manual",
        "--quiet",
        ...await sdkArguments(root, folder),
        ...options.filter === undefined ? [] : ["--filter", options.filter],
        ...options.watch ? [`--watch=${root}`, "--no-clear-screen"] : [],
        ...options.json ? [`--junit-path=${report}`] : [],
        ...files,
      ],
      cwd: root,
      // The runner paints wherever it is not told otherwise.
      env: wantsColour(Deno.env.toObject(), isTerminal) ? {} : { NO_COLOR: "1" },
      stdin: "null",
      stdout: options.json ? "piped" : "inherit",
      stderr: "inherit",
    }).spawn();
    stop.signal.addEventListener("abort", () => child.kill("SIGTERM"));
    // With --json the result alone is standard output.
    if (options.json) await child.stdout.pipeTo(Deno.stderr.writable, { preventClose: true });
    const { success } = await child.status;
    if (options.json) print(JSON.stringify({ ok: success, ...await readCounts(report) }));
    return success || (options.watch && stop.signal.aborted) ? exitCodes.ok : exitCodes.failed;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Nothing where the tests did not come to an end. */
async function readCounts(report: string): Promise<{ tests?: number; failed?: number; skipped?: number }> {
  const text = await Deno.readTextFile(report).catch(() => "");
  const suites = [...text.matchAll(/<testsuite [^>]*>/g)].map(([tag]) => tag);
  if (suites.length === 0) return {};
  const sum = (name: string) =>
    suites.reduce((all, tag) => all + Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1] ?? 0), 0);
  return { tests: sum("tests"), failed: sum("failures") + sum("errors"), skipped: sum("disabled") };
}
