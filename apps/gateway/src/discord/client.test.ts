import assert from "node:assert/strict";
import { defaultLimits } from "@flora/model";
import { startEmulator } from "@flora/discord-emulator";
import { openStorage } from "@flora/storage";
import { createLogger, OperatorError } from "@flora/telemetry";
import { startGateway } from "../gateway.ts";
import { SECRET, type SetUp, type TestGuild, withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";

const contents = ({ workers: [worker] }: SetUp) =>
  worker!.frames.map(({ event }) => (event.msg as { content: string }).content);

function say({ act }: SetUp, guild: TestGuild, content: string): Promise<unknown> {
  return act(`/channels/${guild.channelId}/messages`, { userId: guild.userId, content });
}

Deno.test("DiscordClient resumes when Discord asks for it (op 7), and misses nothing", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, act, logs } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    await say(parts, guild!, "before");
    await act("/faults", { kind: "reconnect" });
    await say(parts, guild!, "meanwhile");
    await until("the resume", () => logs.some((line) => line.includes("resumed its session")));
    await say(parts, guild!, "after");
    await until("all messages", () => contents(parts).length >= 3);
    assert.deepEqual(contents(parts), ["before", "meanwhile", "after"]);
  }));

Deno.test("DiscordClient comes back after a dropped socket and after an invalid session", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, act, control } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    await act("/faults", { kind: "dropSockets" });
    await say(parts, guild!, "dropped");
    await until("the message", () => contents(parts).includes("dropped"));
    await act("/faults", { kind: "invalidSession", resumable: false });
    let count = 0;
    await until("a message of the new session", async () => {
      await say(parts, guild!, `new ${count++}`);
      return contents(parts).some((content) => content.startsWith("new"));
    });
    assert.equal((await control.call("status", {})).discord, "ready");
  }));

Deno.test("DiscordClient goes on where the process before it stopped: what was not finished comes again, marked, and nothing is missed", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], workers: [first], deploy, restart, join, logs } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    first!.run = ({ event }) => {
      const { content } = event.msg as { content: string };
      return content === "b" ? new Promise(() => {}) : { status: "ok" };
    };
    for (const content of ["a", "b", "c"]) await say(parts, guild!, content);
    await until("all at the first", () => first!.frames.length === 3);
    await restart(async () => {
      for (const content of ["d", "e"]) await say(parts, guild!, content);
    });
    await say(parts, guild!, "f");
    const second = await join("worker-0");
    await until("everything else", () => second.frames.length >= 4);
    const events = second.frames.map((
      { event },
    ) => [(event.msg as { content: string }).content, event.redelivered]);
    assert.deepEqual(events, [["b", true], ["d", true], ["e", true], ["f", false]]);
    assert.ok(logs.some((line) => /3 events came meanwhile or were not finished/.test(line)));
  }));

Deno.test("DiscordClient begins anew where Discord has forgotten the session, and says so", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, restart, join, logs, act } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    await restart(async () => {
      await say(parts, guild!, "missed");
      await act("/faults", { kind: "refuseResume", times: 1 });
    });
    await say(parts, guild!, "new");
    const second = await join("worker-0");
    await until("a message", () => second.frames.length > 0);
    assert.deepEqual(second.frames.map(({ event }) => (event.msg as { content: string }).content), ["new"]);
    assert.ok(
      logs.some((line) => /does not know the session any more; what came since is missed/.test(line)),
    );
  }));

Deno.test("DiscordClient asks for more intents beside the running session, and delivers nothing twice", () =>
  withGateway({ emulator: { guilds: [{}, {}] } }, async (parts) => {
    const { guilds: [first, second], deploy, logs } = parts;
    await deploy(first!, { events: ["messageCreate"] });
    let sent = 0;
    let going = true;
    const talking = (async () => {
      for (; going; sent++) await say(parts, first!, String(sent));
    })();
    await deploy(second!, { events: ["reactionAdd", "guildMemberAdd"] });
    going = false;
    await talking;
    await until("every message", () => contents(parts).length >= sent);
    assert.deepEqual(
      contents(parts).map(Number).sort((a, b) => a - b),
      Array.from({ length: sent }, (_, n) => n),
    );
    assert.ok(
      logs.some((line) =>
        /intents Guilds, GuildMembers, GuildExpressions, GuildMessages, GuildMessageReactions/.test(line)
      ),
    );
  }));

Deno.test("DiscordClient goes on without privileged intents that Discord refuses, and says so", () =>
  withGateway({ emulator: { privilegedIntents: 1 << 1 } }, async (parts) => {
    const { guilds: [guild], deploy, logs, storage, workers: [worker], control } = parts;
    await deploy(guild!, { events: ["messageCreate", "guildMemberAdd"] });
    await say(parts, guild!, "unseen");
    const frame = await until("the message", () => worker!.frames[0]);
    assert.equal((frame.event.msg as { content: string }).content, "");
    assert.ok(logs.some((line) => /refuses the intents MessageContent: switch them on/.test(line)));
    assert.equal((await control.call("status", {})).discord, "ready");
    const lines = await until("a line for the owner", async () => {
      const lines = await storage.logs.read(guild!.id, { limit: 10 });
      return lines.length > 0 && lines;
    });
    assert.match(lines[0]!.message, /no intent MessageContent/);
  }));

Deno.test("DiscordClient asks for nothing above the operator's ceiling", () =>
  withGateway({ intentsCeiling: ["GuildMessages"] }, async (parts) => {
    await parts.deploy(parts.guilds[0]!, { events: ["messageCreate", "guildMemberAdd"] });
    assert.ok(parts.logs.some((line) => /intents Guilds, GuildExpressions, GuildMessages"/.test(line)));
  }));

Deno.test("startGateway() says that the token is wrong, and that Discord is not there", async () => {
  const emulator = await startEmulator();
  const storage = await openStorage("sqlite::memory:");
  const log = createLogger({ name: "gateway", write: () => {} });
  const start = (token: string, apiUrl: string) =>
    startGateway({
      config: {
        discord: { token, apiUrl, shards: "auto", intentsCeiling: [] },
        limits: defaultLimits,
        workers: 1,
        logLinesKept: 100,
      },
      token,
      emulated: true,
      link: { host: "127.0.0.1", port: 0, secret: SECRET },
      storage,
      log,
    });
  try {
    const wrong = await start("MTIz.x.wrong", emulator.apiUrl).catch((error) => error);
    assert.ok(wrong instanceof OperatorError);
    assert.match(wrong.message, /refuses the bot token \(DISCORD_TOKEN\)/);
    const nowhere = await start(emulator.token, "http://127.0.0.1:1/api").catch((error) => error);
    assert.ok(nowhere instanceof OperatorError);
    assert.match(nowhere.message, /Cannot reach Discord at http:\/\/127.0.0.1:1\/api \(DISCORD_API_URL\)/);
  } finally {
    await storage.close();
    await emulator.close();
  }
});
