import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { dispose } from "@flora/bundler";
import { ControlError, type GuildId, type UserId } from "@flora/model";
import { zipSync } from "fflate";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const ADA = "910000000000000010" as UserId;

const encode = (text: string) => new TextEncoder().encode(text);

type Options = Record<string, string | number | boolean>;

async function withBench(test: (bench: Bench) => Promise<void>): Promise<void> {
  await using bench = await Bench.open();
  await test(bench);
  await dispose();
}

async function say(bench: Bench, command: string, options: Options = {}, guildId = HOME): Promise<string> {
  const member = { guildId, userId: ADA, name: "ada" };
  return (await bench.inside.command({ member, command, options })).content;
}

async function deploy(bench: Bench, name: string, content: string | Uint8Array, options: Options = {}) {
  const member = { guildId: HOME, userId: ADA, name: "ada" };
  const file = { name, dataBase64: Buffer.from(content).toString("base64") };
  return (await bench.inside.command({ member, command: "deploy", options, file })).content;
}

async function suggest(bench: Bench, command: string, option: string, typed = "", options: Options = {}) {
  const member = { guildId: HOME, userId: ADA, name: "ada" };
  return (await bench.inside.complete({ member, command, option, typed, options })).choices;
}

const append = (bench: Bench, message: string, guildId: GuildId = HOME) =>
  bench.storage.logs.append(guildId, [{ at: 0, level: "info", source: "script", message }], 100);

Deno.test("/flora deploy takes a file or an archive, says what changed, and is the person's in the records", () =>
  withBench(async (bench) => {
    const capability = { kind: "rest", name: "banMember", text: "ban members" } as const;
    const finding = { severity: "warning", code: "PERMISSION_MISSING", message: "the bot lacks it" } as const;
    bench.gateway.review = { capabilities: [], added: [capability], removed: [], findings: [finding] };
    const answer = await deploy(bench, "bot.ts", `on("ready", () => {});`);
    assert.match(
      answer,
      /^\*\*Live\*\* as deployment 1 \(`rev_\w+`\)\.\nIt can now: ban members\n⚠️ the bot lacks it$/,
    );
    const current = await bench.read(200, "GET", `/api/guilds/${HOME}/deployment`);
    assert.deepEqual([current.createdBy, current.entry], ["@ada", "main.ts"]);
    const zip = zipSync({
      "src/index.ts": encode(`import "./a.ts";`),
      "src/a.ts": new Uint8Array(),
    });
    assert.match(await deploy(bench, "p.ZIP", zip), /Live/);
    assert.match(await deploy(bench, "p.zip", zip, { entry: "src/a.ts" }), /Live/);
    const { entries } = await bench.read(200, "GET", `/api/guilds/${HOME}/audit`);
    const [{ actor, action, outcome, address }] = entries;
    assert.deepEqual([actor, action, outcome, address], [
      { kind: "command", id: ADA, name: "@ada" },
      "deployment.create",
      "done",
      "discord",
    ]);
  }));

Deno.test("/flora deploy says where a script is wrong, and nothing changes", () =>
  withBench(async (bench) => {
    assert.match(await deploy(bench, "bot.ts", "let x = ;"), /^❌ .*\n```\nmain\.ts:1:9: /);
    const foreign = zipSync({ "main.ts": encode(`import "./x.bin";`), "x.bin": encode("no script") });
    assert.match(
      await deploy(bench, "p.zip", foreign),
      /\n```\nx\.bin: a file of this kind cannot be bundled\n```$/,
    );
    bench.gateway.onDeploy = () => {
      throw new ControlError("SCRIPT_REJECTED", "Cannot load script: boom", {
        stack: "Error: boom\n  at main.ts:3:1",
      });
    };
    assert.equal(
      await deploy(bench, "bot.ts", "1;"),
      "❌ Cannot load script: boom\n```\nError: boom\n  at main.ts:3:1\n```",
    );
    const empty = zipSync({ "readme.md": new Uint8Array() });
    assert.match(
      await deploy(bench, "p.zip", empty),
      /none of src\/main\.ts, .* name the first file with `entry`/,
    );
    assert.match(await deploy(bench, "p.zip", "no archive"), /^❌ /);
    assert.match(await deploy(bench, "bot.ts", new Uint8Array([255])), /byte 0 is not valid UTF-8/);
    assert.match(await say(bench, "status"), /Nothing is deployed here/);
    await bench.gateway.die();
    assert.match(await deploy(bench, "bot.ts", "1;"), /^❌ Cannot reach the gateway/);
  }));

Deno.test("/flora rollback, pause, resume and status work on the person's own guild alone", () =>
  withBench(async (bench) => {
    await deploy(bench, "bot.ts", "1;");
    const { revisionId: first } = await bench.read(200, "GET", `/api/guilds/${HOME}/deployment`);
    assert.deepEqual(await suggest(bench, "rollback", "revision"), [], "what is live is no choice");
    await deploy(bench, "bot.ts", "2;");
    const [choice, ...others] = await suggest(bench, "rollback", "revision");
    assert.match(choice!.name, /^1 · \d{4}-\d\d-\d\d \d\d:\d\d · @ada$/);
    assert.deepEqual([choice!.value, others], [first, []]);
    assert.deepEqual(await suggest(bench, "rollback", "revision", "nobody"), []);
    const foreign = await say(bench, "rollback", { revision: first }, OTHER);
    assert.match(foreign, new RegExp(`^❌ .*guild ${OTHER} has no such revision`));
    assert.match(await say(bench, "rollback", { revision: "x" }), /pick a revision/);
    assert.match(await say(bench, "rollback", { revision: first }), /Live\*\* again: .*, as deployment 3/);
    assert.match(await say(bench, "status"), /^\*\*Live\*\*: deployment 3 .*by `@ada`/);
    assert.match(await say(bench, "pause"), /Paused/);
    assert.match(await say(bench, "status"), /^\*\*Paused\*\*/);
    assert.match(await say(bench, "resume"), /Resumed/);
    assert.match(await say(bench, "pause", {}, OTHER), /^❌ .*nothing is deployed/);
  }));

Deno.test("/flora logs shows the last lines as text: no secret, no way out of the block, within Discord's limit", () =>
  withBench(async (bench) => {
    assert.match(await say(bench, "logs"), /^❌ .*nothing was ever deployed/);
    await deploy(bench, "bot.ts", "1;");
    await append(bench, "the key is hunter2hunter2 ``` @everyone <@1>");
    await append(bench, "elsewhere", OTHER);
    const json = { value: "hunter2hunter2", allowedHosts: [] };
    await bench.read(204, "PUT", `/api/guilds/${HOME}/secrets/KEY`, { json });
    const shown = await say(bench, "logs");
    assert.match(shown, /^```\n00:00:00 INFO {2}the key is \*\*\*/);
    assert.equal(shown.split("```").length, 3);
    assert.ok(!shown.includes("elsewhere"));
    for (let n = 0; n < 60; n++) await append(bench, `${n} ${"x".repeat(400)}`);
    const long = await say(bench, "logs", { lines: 50 });
    assert.ok(long.length <= 2_000 && long.includes("\n00:00:00 INFO  59 xxx") && long.endsWith("```"), long);
    assert.match(await say(bench, "logs", { level: "error" }), /No lines yet/);
  }));

Deno.test("/flora kv get shows a value, and suggests stores and keys", () =>
  withBench(async (bench) => {
    const quota = { quotaBytes: 1_000_000 };
    await bench.storage.kv.set(HOME, "points", "ada", "5", { ...quota, metadata: { a: 1 } });
    await bench.storage.kv.set(HOME, "points", "bob", "`".repeat(5_000), quota);
    await bench.storage.kv.set(OTHER, "theirs", "x", "1", quota);
    assert.equal(
      await say(bench, "kv get", { store: "points", key: "ada" }),
      '`points` / `ada`\nMetadata: `{"a":1}`\n```\n5\n```',
    );
    assert.ok((await say(bench, "kv get", { store: "points", key: "bob" })).length <= 2_000);
    assert.match(await say(bench, "kv get", { store: "points", key: "eve" }), /There is no key `eve`/);
    assert.match(await say(bench, "kv get", { store: "theirs", key: "x" }), /There is no key/);
    assert.deepEqual((await suggest(bench, "kv get", "store")).map(({ value }) => value), ["points"]);
    const keys = await suggest(bench, "kv get", "key", "b", { store: "points" });
    assert.deepEqual(keys, [{ name: "bob", value: "bob" }]);
    assert.deepEqual(await suggest(bench, "kv get", "key", "b"), []);
    assert.deepEqual(await suggest(bench, "status", "x"), []);
  }));

Deno.test("/flora settings shows and changes them as the form says", () =>
  withBench(async (bench) => {
    bench.gateway.manifest = {
      ...bench.gateway.manifest,
      settings: [
        { key: "limit", type: "number", label: "Most *warnings*", default: 3 },
        { key: "on", type: "boolean", label: "Switched on" },
      ],
    };
    await deploy(bench, "bot.ts", "1;");
    assert.equal(
      await say(bench, "settings"),
      "`limit` Most \\*warnings\\*: `3` (default)\n`on` Switched on: not set",
    );
    assert.equal(
      await say(bench, "settings", { key: "limit", value: "5" }),
      "`limit` Most \\*warnings\\*: `5`",
    );
    assert.match(await say(bench, "settings", { key: "limit", value: "five" }), /it must be a number/);
    assert.match(await say(bench, "settings", { key: "on", value: "maybe" }), /it must be true or false/);
    assert.match(await say(bench, "settings", { key: "limit", reset: true }), /`3` \(default\)/);
    assert.match(await say(bench, "settings", { key: "none" }), /there is none of this name/);
    assert.match(await say(bench, "settings", { value: "1" }), /say which with `key`/);
    const keys = await suggest(bench, "settings", "key", "lim");
    assert.deepEqual(keys, [{ name: "limit · Most *warnings*", value: "limit" }]);
  }));

Deno.test("/flora why tells what became of events, help what there is, and nothing fails for what is unknown", () =>
  withBench(async (bench) => {
    const record = {
      at: 5_000,
      reason: "threw",
      event: "messageCreate",
      command: "roll",
      detail: "oops @here",
    } as const;
    bench.gateway.why = {
      countedSince: 1_000,
      counts: [],
      records: [record],
      hints: ["The bot has no intent X."],
    };
    assert.equal(
      await say(bench, "why", { what: "/roll", since: "1h" }),
      "⚠️ The bot has no intent X.\n<t:5:R> `messageCreate` `roll`: ❌ the handler threw an error — oops \\@here",
    );
    assert.equal((bench.gateway.asked[0] as { command: string }).command, "roll");
    assert.match(await say(bench, "why", { since: "soon" }), /must be like 10m/);
    bench.gateway.why = { ...bench.gateway.why, records: [] };
    assert.match(await say(bench, "why", { what: "910000000000000005" }), /Nothing of it is remembered/);
    for (const command of ["help", "", "constructor", "drop tables"]) {
      assert.match(await say(bench, command), /flora deploy/, command);
    }
  }));

Deno.test("nobody on the network can say that Discord vouches for them", () =>
  withBench(async (bench) => {
    const path = `/api/guilds/${HOME}/deployments`;
    const forged: Record<string, string>[] = [{ member: JSON.stringify({ guildId: HOME }) }, {
      "x-member": ADA,
    }];
    for (const headers of forged) {
      await bench.refusal(401, "GET", path, { headers, token: null });
    }
  }));
