import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Harness, withEmulator } from "../testdata/harness.ts";
import type { Wire } from "./state/types.ts";

const RUNTIMES: [string, string, string[]][] = [
  ["Node", "node", []],
  ["Deno", Deno.execPath(), ["run", "-A", "--no-prompt"]],
];

/** A bot in a process of its own; what it says comes as JSON lines. */
class Bot {
  readonly said: { name: string; value: unknown }[] = [];
  readonly #process: Deno.ChildProcess;
  readonly #reading: Promise<void>;
  readonly #waiters = new Set<() => void>();

  constructor(command: string, args: string[], script: string, { emulator }: Harness) {
    const file = fileURLToPath(new URL(`../testdata/${script}`, import.meta.url));
    this.#process = new Deno.Command(command, {
      args: [...args, file, emulator.apiUrl, emulator.token],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#reading = this.#read();
  }

  /** What it says first under that name, `skip` earlier ones left out. */
  heard(name: string, skip = 0): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const error = this.said.find((one) => one.name === "error");
        const found = this.said.filter((one) => one.name === name)[skip];
        if (!error && !found) return;
        clearTimeout(timer);
        this.#waiters.delete(check);
        if (found) resolve(found.value);
        else reject(new Error(`the bot failed: ${error?.value}`));
      };
      const timer = setTimeout(
        () => reject(new Error(`the bot did not say "${name}": ${JSON.stringify(this.said)}`)),
        30_000,
      );
      this.#waiters.add(check);
      check();
    });
  }

  /** Waits for its own end. */
  async ended(): Promise<number> {
    await this.#reading;
    return (await this.#process.status).code;
  }

  /** Ends it. */
  async stop(): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await this.ended();
  }

  async #read(): Promise<void> {
    let rest = "";
    for await (const chunk of this.#process.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("{")) this.said.push(JSON.parse(line));
      for (const wake of [...this.#waiters]) wake();
    }
  }
}

async function withBot(
  command: string,
  args: string[],
  script: string,
  run: (harness: Harness, bot: Bot) => Promise<void>,
): Promise<void> {
  await withEmulator({}, async (harness) => {
    const bot = new Bot(command, args, script, harness);
    try {
      await run(harness, bot);
    } finally {
      await bot.stop();
    }
  });
}

async function tryCommands({ act, generalId, ownerId }: Harness, bot: Bot): Promise<void> {
  const use = async (name: string, more: Wire = {}) => {
    const path = `/channels/${generalId}/commands`;
    const { id } = await act("POST", path, { userId: ownerId, name, ...more });
    return String(id);
  };
  const answered = async (id: string, count = 1) =>
    (await act("GET", `/interactions/${id}?waitMs=20000&count=${count}`)) as Wire & { responses: Wire[] };

  const hello = await answered(await use("hello", { options: { who: "Ann" } }), 2);
  assert.deepEqual(hello.responses.map(({ content, ephemeral }) => [content, ephemeral]), [
    ["Hello Ann", false],
    ["only you", true],
  ]);
  const slow = await answered(await use("slow"));
  assert.deepEqual([slow.state, slow.responses[0]?.content], ["responded", "done"]);

  const buttons = await answered(await use("buttons"));
  const messageId = String(buttons.responses[0]?.id);
  assert.equal(await bot.heard("withResponse"), messageId);
  const press = await act("POST", `/messages/${messageId}/components`, {
    userId: ownerId,
    customId: "press",
  });
  await answered(String(press.id));
  assert.equal((await act("GET", `/messages/${messageId}`)).content, "pressed");

  const form = await use("form");
  assert.equal(((await answered(form)).modal as Wire).custom_id, "form");
  const submitted = await act("POST", `/interactions/${form}/modal`, {
    userId: ownerId,
    fields: { text: "words" },
  });
  assert.equal((await answered(String(submitted.id))).responses[0]?.content, "got words");

  const target = await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "look" });
  const report = await answered(await use("Report", { type: "message", targetId: target.id }));
  assert.equal(report.responses[0]?.content, "about look");
}

for (const [runtime, command, args] of RUNTIMES) {
  Deno.test(`discord.js under ${runtime} cannot tell it from Discord`, () =>
    withBot(command, args, "bot.mjs", async (harness, bot) => {
      const { act, emulator, guildId, generalId, ownerId, bobId } = harness;
      const ready = await bot.heard("ready") as Wire;
      assert.deepEqual(ready, {
        user: emulator.botUserId,
        guild: "Demo guild",
        channels: ["general", "random", "Lounge"],
        roles: 2,
        me: emulator.botUserId,
        available: true,
        commands: ["hello", "form", "buttons", "slow", "Report"],
        members: 4,
      });

      const ping = await act("POST", `/channels/${generalId}/messages`, {
        userId: ownerId,
        content: "!ping",
      });
      assert.deepEqual(await bot.heard("message"), { content: "!ping", author: "owner", guild: guildId });
      assert.deepEqual(await bot.heard("replied"), { content: "pong!", reactions: ["👍"] });
      const [pong] = await act(
        "GET",
        `/channels/${generalId}/messages?after=${ping.id}`,
      ) as unknown as [Wire & { attachments: { url: string }[] }];
      assert.equal(pong.content, "pong!");
      assert.equal(await (await fetch(pong.attachments[0]!.url)).text(), "file body");

      await tryCommands(harness, bot);

      await act("POST", `/messages/${ping.id}/reactions`, { userId: ownerId, emoji: "🔥" });
      assert.deepEqual(await bot.heard("reaction"), { emoji: "🔥", user: ownerId });
      await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: `!ban ${bobId}` });
      assert.equal(await bot.heard("ban"), bobId);
      assert.deepEqual(await bot.heard("banned"), [[bobId, "spam & “abuse”"]]);
      assert.deepEqual(await bot.heard("audit"), { action: 22, reason: "spam & “abuse”" });

      await act("POST", "/faults", { kind: "reconnect" });
      await bot.heard("resumed");
      await act("POST", "/faults", { kind: "dropSockets" });
      await bot.heard("resumed", 1);
      await act("POST", "/faults", { kind: "invalidSession", resumable: false });
      await bot.heard("shardReady", 1);
      await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "!quit" });
      await bot.heard("destroyed");
      assert.equal(await bot.ended(), 0);
    }));
}

Deno.test("oceanic.js under Node logs in, reads, writes and answers commands", () =>
  withBot("node", [], "oceanic.mjs", async ({ act, emulator, generalId, ownerId }, bot) => {
    assert.deepEqual(await bot.heard("ready"), {
      user: emulator.botUserId,
      guild: "Demo guild",
      channels: ["general", "random", "Lounge"],
    });
    const path = `/channels/${generalId}/messages`;
    const { id: after } = await act("POST", path, { userId: ownerId, content: "hi" });
    const [echo] = await act("GET", `${path}?after=${after}&waitMs=20000`) as unknown as [Wire];
    assert.equal(echo.content, "echo hi");
    const { id } = await act("POST", `/channels/${generalId}/commands`, { userId: ownerId, name: "hello" });
    const answer = await act("GET", `/interactions/${id}?waitMs=20000`) as Wire & { responses: Wire[] };
    assert.equal(answer.responses[0]?.content, "hello from oceanic to owner");
  }));
