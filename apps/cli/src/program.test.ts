import assert from "node:assert/strict";
import { type Command, CommanderError } from "commander";
import { eachCommand, examples } from "./examples.ts";
import { exitCodes, exitCodeTexts } from "./failure.ts";
import { createProgram } from "./program.ts";

/** What every command about a guild takes says itself. */
const PLAIN = new Set(["--guild"]);

function all(): [string, Command][] {
  const found: [string, Command][] = [];
  eachCommand(createProgram(), (command, path) => found.push([path, command]));
  return found;
}

/** The help as it is printed, what is added behind it among it. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (more) => text += more });
  command.outputHelp();
  return text;
}

Deno.test("every command, argument and option says what it is for, in the same manner", () => {
  const commands = all();
  assert.ok(commands.length > 50, String(commands.length));
  for (const [path, command] of commands) {
    const texts = [
      ["", command.description()],
      ...command.registeredArguments.map((one) => [one.name(), one.description]),
      ...command.options.filter(({ hidden }) => !hidden).map((
        { flags, description },
      ) => [flags, description]),
    ];
    for (const [what, text] of texts) {
      assert.ok(text && text.length > 5, `${path} ${what} says nothing`);
      assert.ok(!text.endsWith("."), `${path} ${what}: ${text}`);
    }
    assert.match(helpOf(command), new RegExp(`^Usage: ${path}`), path);
  }
});

Deno.test("what takes more than a guild has an example in its help", () => {
  for (const [path, command] of all()) {
    if (command.commands.length > 0 && command.registeredArguments.length === 0) continue;
    const takes = [
      ...command.registeredArguments.map((one) => one.name()),
      ...command.options.map(({ long }) => long!).filter((long) => !PLAIN.has(long)),
    ];
    if (takes.length > 0) assert.ok(examples[path], `${path} takes ${takes} and has no example`);
    for (const line of examples[path] ?? []) assert.ok(helpOf(command).includes(line), line);
  }
  assert.deepEqual(Object.keys(examples).filter((path) => !all().some(([known]) => known === path)), []);
});

Deno.test("every example is one that its command takes", async () => {
  for (const [path, lines] of Object.entries(examples)) {
    for (const line of lines) {
      const program = createProgram();
      let ran = "";
      eachCommand(program, (command, path) => {
        command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
        command.action(() => void (ran = path));
      });
      const words = [...line.replace(/ [<>] \S+$/, "").matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) =>
        quoted ?? word
      );
      try {
        await program.parseAsync(words.slice(1), { from: "user" });
      } catch (error) {
        assert.ok(!(error instanceof CommanderError), `${line}: ${(error as Error).message}`);
        throw error;
      }
      assert.equal(ran, path, line);
    }
  }
});

Deno.test("flora --help tells every exit code, and no two mean the same", () => {
  const help = helpOf(createProgram());
  for (const [name, text] of Object.entries(exitCodeTexts)) {
    assert.ok(help.includes(`${exitCodes[name as keyof typeof exitCodes]}  ${text}`), name);
  }
  assert.equal(new Set(Object.values(exitCodes)).size, Object.keys(exitCodeTexts).length);
});
