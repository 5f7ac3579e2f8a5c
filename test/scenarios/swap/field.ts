/**
 * @module The whole way from a guest to Discord in one process and its guests: emulated Discord, gateway, worker, real
 * guest processes. The guests have a script that calls any op with any arguments, past all that the SDK would check.
 */
import { join } from "node:path";
import { createSealer, generateKey, openStorage, parseKey, type Storage } from "@flora/storage";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { createIsolatedFactory } from "@flora/isolation";
import { defaultLimits, emptyManifest, type GuildId, newRevisionId } from "@flora/model";
import { buildGuestImage } from "@flora/sdk/image";
import { createLogger, createMetrics } from "@flora/telemetry";
import { GatewayIntentBits } from "discord-api-types/v10";
import { startGateway } from "../../../apps/gateway/src/gateway.ts";
import { act, openControl, until } from "../../../apps/gateway/src/testing/set-up.ts";
import { startWorker } from "../../../apps/worker/src/worker.ts";

const SECRET = "a secret of this test";

/** Limits that a script which calls ops without pause would run into; none of them is what is tested. */
const limits = {
  ...defaultLimits,
  bootTimeoutMs: 20_000,
  webhookTimeoutMs: 20_000,
  opsPerSecond: 1_000_000,
  cpuBurstMs: 1_000_000,
  cpuPerDispatchMs: 60_000,
  webhookBytes: 8 * 1024 * 1024,
};

/** Appended to the SDK: `rawOp(name, args)` says an op frame as it is, in the place of one that the SDK says. */
const RAW_OPS = `;(() => {
  const runtime = globalThis.__flora, { connect } = runtime;
  let instead;
  runtime.connect = (outlet) => connect({
    get frames() { return outlet.frames; },
    set frames(said) {
      if (!instead) return void (outlet.frames = said);
      const frame = JSON.parse(said.slice(outlet.frames.length, -1));
      outlet.frames += JSON.stringify({ ...frame, ...instead }) + ",";
      instead = undefined;
    },
    set wakeAt(at) { outlet.wakeAt = at; },
  });
  globalThis.rawOp = (name, args) => {
    instead = { name, args };
    return kv.usage().then((ok) => ({ ok }), ({ message, ...error }) => ({ error: { message, ...error } }));
  };
})();`;

/** Calls the ops it is sent, one after the other; keeps the handle of whatever interaction it is told of. */
const SCRIPT = `(async () => {
webhook("ops", async ({ msg }) => {
  const answers = [];
  for (const { name, args } of msg.json()) answers.push(await rawOp(name, args));
  return { body: answers };
});
on("interactionCreate", (ctx) => kv.store("held").set("handle", ctx.msg.interactionToken));
// With these the gateway hears at once of what others make.
for (const event of ["webhooksUpdate", "inviteCreate", "guildScheduledEventCreate"]) on(event, () => {});
createBot({ commands: [slash({ name: "hold", description: "x", run() {} })] });
})()`;

export type OpAnswer = { ok: unknown } | { error: { code: string; message: string } };
export interface OpCall {
  name: string;
  args: unknown;
}

export interface Field {
  emulator: Emulator;
  storage: Storage;
  guildIds: GuildId[];
  /** Has the guild's script call these ops. */
  ops(guildId: GuildId, calls: OpCall[]): Promise<OpAnswer[]>;
  /** Waits until the gateway has taken in everything that happened in a guild so far. */
  caughtUp(guildId: GuildId): Promise<void>;
  /** A handle that the guild's script holds, of an interaction just now. */
  handle(guildId: GuildId): Promise<string>;
}

/** Runs a test against guilds of these names and takes everything down after it. */
export async function withField(names: string[], test: (field: Field) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "flora-swap-" });
  const image = await buildGuestImage(join(folder, "image"));
  await Deno.writeTextFile(image.sdkPath, RAW_OPS, { append: true });
  const log = createLogger({ name: "swap", level: "error" });
  const storage = await openStorage("sqlite::memory:");
  const emulator = await startEmulator({
    guilds: names.map((name) => ({ name })),
    rateLimits: "off",
    globalRateLimit: 0,
    interactionDeadlineMs: 0,
  });
  const gateway = await startGateway({
    config: {
      discord: {
        token: emulator.token,
        apiUrl: emulator.apiUrl,
        shards: "auto",
        intentsCeiling: Object.keys(GatewayIntentBits).filter((name) => Number.isNaN(Number(name))),
      },
      limits,
      workers: 1,
      logLinesKept: 100,
    },
    pacing: { limit: 100_000, reserve: 0, refusals: 100_000 },
    token: emulator.token,
    emulated: true,
    link: { host: "127.0.0.1", port: 0, secret: SECRET },
    storage,
    log,
  });
  const worker = await startWorker({
    gateway: { host: "127.0.0.1", port: gateway.linkPort, secret: SECRET, name: "worker-0" },
    storage,
    sealer: createSealer([parseKey(generateKey())]),
    isolates: await createIsolatedFactory({ image, limits, spares: 0 }),
    limits,
    log,
    metrics: createMetrics(),
    logLinesKept: 100,
    hibernation: { idleMs: 0, memoryBytes: Infinity, everyMs: 60_000 },
  });
  const control = await openControl(gateway.linkPort, SECRET);
  try {
    const guildIds = emulator.guildIds as GuildId[];
    for (const guildId of guildIds) {
      await control.call("deploy", { guildId, revisionId: await putScript(storage, guildId) });
    }
    const ops: Field["ops"] = async (guildId, calls) => {
      const request = { name: "ops", method: "POST", headers: {}, query: {}, body: JSON.stringify(calls) };
      const result = await control.call("webhook", { guildId, request });
      if (result.status !== "answered") throw new Error(`Cannot call ops: ${result.status}`);
      return JSON.parse(result.answer!.body);
    };
    await test({
      emulator,
      storage,
      guildIds,
      ops,
      async caughtUp(guildId) {
        const name = `marker-${crypto.randomUUID()}`;
        const { id } = await makeRole(emulator, guildId, name);
        await until("the gateway to catch up", async () => {
          const [answer] = await ops(guildId, [{ name: "guild.roles", args: {} }]);
          return JSON.stringify(answer).includes(id);
        });
      },
      async handle(guildId) {
        const channel = [...emulator.world.channels.values()].find((one) =>
          one.guildId === guildId && one.type === 0
        )!;
        const { ownerId } = emulator.world.guilds.get(guildId)!;
        await storage.kv.delete(guildId, "held", "handle");
        await act(emulator, `/channels/${channel.id}/commands`, {
          userId: ownerId,
          name: "hold",
          options: {},
        });
        const held = () => storage.kv.get(guildId, "held", "handle");
        return (await until("the handle", async () => await held() ?? undefined)).value;
      },
    });
  } finally {
    control.close();
    await worker.stop();
    await gateway.close();
    await emulator.close();
    await storage.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function putScript(storage: Storage, guildId: GuildId) {
  const id = newRevisionId();
  await storage.deployments.putRevision({
    id,
    guildId,
    createdAt: Date.now(),
    createdBy: "test",
    entry: "bot.ts",
    code: SCRIPT,
    sourceMap: `{"version":3,"sources":["bot.ts"],"sourcesContent":[""],"names":[],"mappings":""}`,
    sources: { "bot.ts": "" },
    manifest: emptyManifest,
  });
  return id;
}

async function makeRole({ apiUrl, token }: Emulator, guildId: string, name: string) {
  const response = await fetch(`${apiUrl}/v10/guilds/${guildId}/roles`, {
    method: "POST",
    headers: { authorization: `Bot ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  return await response.json() as { id: string };
}
