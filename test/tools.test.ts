import assert from "node:assert/strict";
import { root } from "./support/flora.ts";

/** Runs one of the repository's tools; its exit code and what it said. */
async function tool(script: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", `${root}/scripts/${script}.ts`, ...args],
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

for (const script of ["bench", "chaos"]) {
  Deno.test(`npm run ${script} tells what it takes, and starts nothing when it is told something else`, async () => {
    const help = await tool(script, "--help");
    assert.deepEqual([help.code, help.err], [0, ""]);
    assert.match(help.out, new RegExp(`npm run ${script} -- `));
    const wrong: [string[], RegExp][] = [[["--bogus"], /^Cannot read options: Unknown option '--bogus'/]];
    if (script === "bench") {
      wrong.push([[], /^Cannot run bench: none is named/], [
        ["none"],
        /^Cannot run bench "none": there is none/,
      ]);
      wrong.push([["route", "migrate"], /one at a time/], [["route", "--bogus"], /Unknown option/]);
    } else {wrong.push([["--minutes", "x"], /^Cannot use --minutes "x": a number from/], [
        ["x"],
        /Unexpected/,
      ]);}
    for (const [args, said] of wrong) {
      const { code, out, err } = await tool(script, ...args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, said);
    }
  });
}
