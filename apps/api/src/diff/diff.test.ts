import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyManifest } from "@flora/model";
import { diffLines } from "./lines.ts";
import { diffManifests } from "./manifest.ts";
import { diffSources } from "./sources.ts";
import { unifiedPatch } from "./unified.ts";

const ample = () => ({ steps: 1e9 });
const someLines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 40 });

Deno.test("diffLines() gives changes that make one text of the other, and no more edits than need be", () =>
  fc.assert(fc.property(someLines, someLines, (before, after) => {
    const changes = diffLines(before, after, ample());
    const made: string[] = [];
    let at = 0;
    for (const { from, fromEnd, to, toEnd } of changes) {
      made.push(...before.slice(at, from), ...after.slice(to, toEnd));
      at = fromEnd;
    }
    assert.deepEqual([...made, ...before.slice(at)], after);
    const edits = changes.reduce((sum, one) => sum + one.fromEnd - one.from + one.toEnd - one.to, 0);
    assert.equal(edits, before.length + after.length - 2 * commonLength(before, after));
  })));

/** Length of the longest common subsequence, by the table. */
function commonLength(one: string[], other: string[]): number {
  let row = new Array<number>(other.length + 1).fill(0);
  for (const item of one) {
    const next = [0];
    other.forEach((theirs, index) =>
      next.push(item === theirs ? row[index]! + 1 : Math.max(next[index]!, row[index + 1]!))
    );
    row = next;
  }
  return row.at(-1)!;
}

Deno.test("diffLines() tells what would cost too much as one change", () => {
  const lines = (start: number) => Array.from({ length: 50_000 }, (_, index) => `${start + index % 7}`);
  const startedAt = performance.now();
  const changes = diffLines(lines(0), lines(3).reverse(), { steps: 2_000_000 });
  assert.equal(changes.length, 1);
  assert.ok(performance.now() - startedAt < 5_000);
});

const patch = await new Deno.Command("patch", { args: ["--version"], stdout: "null" }).spawn().status
  .then(({ success }) => success, () => false);
const takes = "unifiedPatch() is what patch(1) takes, with or without a newline at the end";

Deno.test(`${takes}${patch ? "" : " (skipped: there is no patch(1))"}`, { ignore: !patch }, async () => {
  const folder = await Deno.makeTempDir();
  const text = fc.tuple(someLines, fc.constantFrom("", "\n")).map(([lines, end]) => lines.join("\n") + end);
  try {
    await fc.assert(
      fc.asyncProperty(text, text, async (before, after) => {
        const { text: hunks, added, removed } = unifiedPatch(before, after, ample());
        assert.equal(hunks.match(/^\+/gm)?.length ?? 0, added);
        assert.equal(hunks.match(/^-/gm)?.length ?? 0, removed);
        if (hunks === "") return assert.equal(before, after);
        await Deno.writeTextFile(`${folder}/a`, before);
        await Deno.writeTextFile(`${folder}/p`, `--- a\n+++ a\n${hunks}`);
        const { code, stdout } = await new Deno.Command("patch", { args: ["-u", "a", "p"], cwd: folder })
          .output();
        assert.equal(code, 0, `${new TextDecoder().decode(stdout)}\n${hunks}`);
        const made = await Deno.readTextFile(`${folder}/a`).catch(() => "");
        assert.equal(made, after);
      }),
      { numRuns: 40 },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("diffSources() names files that came, went or changed, the author's own first", () => {
  const before = { "b.ts": "1\n", "a.ts": "x\n", "same.ts": "", "node_modules/p/a.js": "1" };
  const after = { "b.ts": "2\n", "same.ts": "", "__proto__x.ts": "n", "node_modules/p/a.js": "2" };
  const files = diffSources(before, after);
  assert.deepEqual(files.map(({ path, status, added, removed }) => [path, status, added, removed]), [
    ["__proto__x.ts", "added", 1, 0],
    ["a.ts", "removed", 0, 1],
    ["b.ts", "changed", 1, 1],
    ["node_modules/p/a.js", "changed", 1, 1],
  ]);
  assert.equal(files[2]!.patch, "--- a/b.ts\n+++ b/b.ts\n@@ -1,1 +1,1 @@\n-1\n+2\n");
  assert.match(files[1]!.patch!, /^--- a\/a.ts\n\+\+\+ \/dev\/null\n@@ -1,1 \+0,0 @@\n-x\n$/);
});

Deno.test("diffSources() leaves patches out once the answer is large, authors' last", () => {
  const big = "x".repeat(600_000);
  const files = diffSources({}, { "node_modules/p/a.js": big, "a.ts": big, "b.ts": "1" });
  assert.deepEqual(files.map(({ path, patch }) => [path, patch !== undefined]), [
    ["a.ts", true],
    ["b.ts", true],
    ["node_modules/p/a.js", false],
  ]);
});

Deno.test("diffManifests() names what came, went or is registered otherwise", () => {
  const command = (description: string, type?: number) => ({
    name: "roll",
    description,
    ...(type && { type }),
  });
  const before = {
    ...emptyManifest,
    events: ["ready", "messageCreate"],
    commands: [command("a"), command("menu", 3)],
    prefix: "!",
  };
  const after = {
    ...emptyManifest,
    events: ["ready", "guildMemberAdd"],
    commands: [command("b"), command("menu", 3)],
  };
  assert.deepEqual(diffManifests(before, after), [
    { part: "prefix", name: "prefix", change: "removed", before: "!" },
    { part: "events", name: "messageCreate", change: "removed" },
    { part: "events", name: "guildMemberAdd", change: "added" },
    { part: "commands", name: "roll", change: "changed", before: command("a"), after: command("b") },
  ]);
  assert.deepEqual(diffManifests(before, before), []);
});
