/** @module Every command with `--json`: standard output is JSON and nothing else, whatever happens. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { eachCommand } from "../../../apps/cli/src/examples.ts";
import { createProgram } from "../../../apps/cli/src/program.ts";
import { until } from "@flora/model/until";
import type { CliResult } from "../../support/cli.ts";
import { root } from "../../support/flora.ts";
import { Bench } from "./bench.ts";

const binary = join(root, "node_modules/.bin/flora");

const script = (word: string) => `
cron("tidy", "0 4 * * *", () => console.log("tidied ${word}"));
on("schedule", () => {});
webhook("ci", () => "heard");
settings({ greeting: { type: "string", label: "What to say" } });
on("ready", async () => {
  await schedule("later", Date.now() + 172_800_000, {});
  console.log("ready ${word}");
});
`;
const test = `Deno.test("passes", () => {});\n`;

interface Call {
  args?: string[];
  stdin?: string;
  code?: number;
  /** It is called again until this is there. */
  tells?: RegExp;
}

type Kept = Map<string, { info?: { id: string } }>;

/** How each command is called: those of a row at once, and what one answers is there for the rows after it. */
const rows: [command: string, call?: Call | ((kept: Kept) => Call)][][] = [
  [["init", { args: ["bot", "--template", "hello"] }], ["deploy", { args: ["one.ts"] }], [
    "completion",
    { args: ["bash"] },
  ], ["test", { args: ["passes.test.ts"] }]],
  [["deploy", { args: ["two.ts"] }], ["admin metrics"]],
  [["diff", { args: ["2"] }], ["logs", { tells: /ready two/ }], ["schedules", { tells: /later/ }]],
  [["validate", { args: ["two.ts"] }], ["get"], ["list"], ["history"], ["why"], ["webhooks"], ["cron list"]],
  [["rollback"], ["kv create-store", { args: ["things"] }], ["tokens create", { args: ["ci"] }]],
  [["pause"], ["kv set", { args: ["-s", "things", "a", "1"] }], [
    "kv import",
    { args: ["-s", "copy"], stdin: '{"key":"b","value":"2"}\n' },
  ], ["access grant", { args: ["234567890123456789", "viewer"] }]],
  [["resume"], ["kv get", { args: ["-s", "things", "a"] }], ["kv list-keys", { args: ["-s", "things"] }], [
    "kv export",
    { args: ["-s", "things"] },
  ]],
  [["kv get", { args: ["-s", "things", "none"], code: 4 }], ["kv list-stores"], ["access list"], [
    "tokens list",
  ], ["schedules cancel", { args: ["later"] }]],
  [["kv delete", { args: ["-s", "things", "a"] }], ["settings", { args: ["greeting", "hello"] }], [
    "secrets set",
    { args: ["KEY", "--nowhere"], stdin: "value" },
  ], ["access revoke", { args: ["234567890123456789"] }]],
  [["kv delete-store", { args: ["things"] }], ["secrets list"], ["cron run", { args: ["tidy"] }], [
    "tokens revoke",
    (kept) => ({ args: [kept.get("tokens create")!.info!.id] }),
  ]],
  [["secrets delete", { args: ["KEY"] }], ["webhooks rotate", { args: ["ci"] }], ["whoami"], ["audit"]],
  [["health"], ["admin workers"], ["admin guilds"], ["admin migrations"]],
  [["admin migrate", { args: ["GUILD", "worker-0"] }], ["admin backup", { args: ["copy.db"] }]],
  [["admin pin", { args: ["GUILD", "worker-0"] }], [
    "admin restore",
    { args: ["copy.db", "--data-dir", "elsewhere"] },
  ]],
  // There is but one.
  [["admin drain", { args: ["worker-0"], code: 1 }]],
  [["admin undrain", { args: ["worker-0"] }], ["undeploy"], ["login", { args: ["TOKEN"] }]],
  [["get", { code: 4 }], ["logout"]],
];

/** Commands that do something themselves. */
function commands(): string[] {
  const found: string[] = [];
  eachCommand(createProgram(), (command, path) => {
    if (command.commands.length === 0 || command.options.length > 0) found.push(path.replace(/^flora ?/, ""));
  });
  return found.filter((path) => path !== "");
}

/** The values on standard output; throws where anything else stands there. */
// deno-lint-ignore no-explicit-any -- whatever a command answers
function values({ stdout, stderr }: CliResult): any[] {
  assert.match(stdout, /\n$/, stderr);
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("every command prints JSON and nothing else with --json", async (t) => {
  await using bench = await Bench.open();
  const { apiUrl, guildId, token } = await bench.flora.run();
  for (const word of ["one", "two"]) await Deno.writeTextFile(join(bench.folder, `${word}.ts`), script(word));
  await Deno.writeTextFile(join(bench.folder, "passes.test.ts"), test);
  const here = { FLORA_DATA_DIR: join(bench.folder, "data") };

  await t.step("what it answers", async () => {
    const kept: Kept = new Map();
    const call = async (command: string, { args = [], stdin, code = 0, tells = /./ }: Call) => {
      const words = args.map((word) => word === "GUILD" ? guildId! : word === "TOKEN" ? token : word);
      const result = await until(`${tells} of ${command}`, async () => {
        const result = await bench.run([...command.split(" "), ...words, "--json"], here, stdin);
        return tells.test(result.stdout) || result.code !== 0 ? result : undefined;
      });
      assert.equal(result.code, code, `${command}: ${result.stdout}${result.stderr}`);
      const [first, ...more] = values(result);
      if (command !== "logs") assert.deepEqual(more, [], command);
      if (code !== 0) assert.deepEqual([first.ok, first.exitCode], [false, code], command);
      kept.set(command, first);
    };
    for (const row of rows) {
      await Promise.all(
        row.map(([command, given = {}]) => call(command, typeof given === "function" ? given(kept) : given)),
      );
    }
    const called = rows.flat().map(([command]) => command);
    assert.deepEqual(commands().filter((command) => !called.includes(command)), ["dev"]);
  });

  await t.step("what goes wrong", async () => {
    const refused = async (
      code: number,
      detail: RegExp,
      args: string[],
      env: Record<string, string> = {},
    ) => {
      const result = await bench.run([...args, "--json"], { FLORA_API_URL: apiUrl, ...env });
      const [value, ...more] = values(result);
      assert.deepEqual([result.code, value.ok, value.exitCode, more, result.stderr], [
        code,
        false,
        code,
        [],
        "",
      ]);
      assert.match(value.detail, detail);
    };
    await Promise.all([
      refused(2, /^unknown command 'depoly'[^]*deploy/, ["depoly"]),
      refused(2, /^unknown option '--limt'[^]*--limit/, ["logs", "--limt", "3"]),
      refused(2, /^missing required argument 'key'/, ["kv", "get", "-s", "things"]),
      refused(2, /1 to 1000/, ["admin", "migrations", "--limit", "none"]),
      refused(2, /name one of its commands/, ["kv"]),
      refused(2, /name one of its commands/, []),
      refused(2, /no such file/, ["deploy", "none.ts", "--guild", guildId!]),
      refused(3, /token is unknown/, ["list"], { FLORA_TOKEN: "flora_no" }),
      refused(4, /the bot is not in it/, ["deploy", "one.ts", "--guild", "910000000000000001"], {
        FLORA_TOKEN: token,
      }),
      refused(6, /Cannot reach/, ["list", "--api", "http://127.0.0.1:9"]),
    ]);
  });

  await t.step("help and version", async () => {
    assert.match(
      values(await bench.run(["kv", "set", "--help", "--json"]))[0].help,
      /^Usage: flora kv set[^]*Examples/,
    );
    assert.match(values(await bench.run(["--version", "--json"]))[0].version, /^\d+\.\d+\.\d+/);
  });

  await t.step("what flora dev tells", async () => {
    const dev = new Deno.Command(binary, {
      args: ["dev", "one.ts", "--json", "--no-chat"],
      cwd: bench.folder,
      env: { HOME: bench.folder },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    let stdout = "", told = false;
    for await (const bytes of dev.stdout) {
      stdout += new TextDecoder().decode(bytes);
      // Once: who is told a second time does not end in order.
      if (!told && (told = /"type":"live".*\n/.test(stdout))) dev.kill("SIGTERM");
    }
    const { code } = await dev.status;
    assert.ok(values({ code, stdout, stderr: "" }).every(({ type }) => typeof type === "string"));
    assert.equal(code, 0);
  });
});
