import assert from "node:assert/strict";
import { createProgram } from "../program.ts";
import { completionScript, type Shell, shells } from "./shells.ts";
import { placesOf } from "./tree.ts";

const parts = placesOf(createProgram());

/** Whether the shell is here; a test of another is skipped and says so. */
function has(shell: string): boolean {
  try {
    return new Deno.Command(shell, { args: ["-c", "exit 0"] }).outputSync().success;
  } catch {
    return false;
  }
}

async function run(shell: Shell, script: string): Promise<string[]> {
  const { code, stdout, stderr } = await new Deno.Command(shell, { args: ["-c", script] }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).split("\n").map((line) => line.replace(/[\t:].*/, "")).filter(
    Boolean,
  );
}

const quoted = (words: string[]) => words.map((one) => `'${one}'`).join(" ");

/** What each shell offers after these words, the last of them being typed; a name may be followed by what it is for. */
const ask: Record<Shell, (words: string[], script: string) => string> = {
  bash: (words, script) =>
    `${script}
COMP_WORDS=(${quoted(words)}); COMP_CWORD=${words.length - 1}; _flora; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words, script) =>
    `compdef() { :; }; _describe() { print -rl -- "\${offered[@]}"; }
${script}
words=(${quoted(words)}); CURRENT=${words.length}; _flora`,
  fish: (words, script) =>
    `${script}
complete -C '${words.join(" ")}'`,
};

for (const shell of shells) {
  const missing = has(shell) ? "" : ` (skipped: ${shell} is not installed)`;
  Deno.test({
    name:
      `completionScript() offers commands, parts of commands, options and their values in ${shell}${missing}`,
    ignore: missing !== "",
    async fn() {
      const script = completionScript(shell, parts);
      /** The offered words that go on as the last one began; shells filter, some offer files besides. */
      const offered = async (...words: string[]) =>
        (await run(shell, ask[shell](words, script))).filter((one) => one.startsWith(words.at(-1)!));
      const commands = await offered("flora", "de");
      assert.ok(commands.includes("deploy") && commands.includes("dev"), commands.join());
      assert.deepEqual(await offered("flora", "secrets", "del"), ["delete"]);
      assert.ok((await offered("flora", "logs", "--l")).includes("--level"));
      assert.deepEqual(await offered("flora", "logs", "--level", "wa"), ["warn"]);
      assert.ok((await offered("flora", "--json", "secrets", "--js")).includes("--json"));
    },
  });
}

Deno.test("completionScript() names every command in every shell", () => {
  for (const shell of shells) {
    const text = completionScript(shell, parts);
    for (const { path } of parts.places) {
      assert.ok(text.includes(`'${path}'`) || path === "flora", `${shell}: ${path}`);
    }
  }
});
