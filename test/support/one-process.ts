/**
 * @module The whole way from a guest to Discord within one process and its guests, where everything can be looked at and
 * timed: emulated Discord, gateway, worker, real guest processes.
 */
import { join } from "node:path";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { createIsolatedFactory } from "@flora/isolation";
import type { GuildId, Limits } from "@flora/model";
import { buildGuestImage } from "@flora/sdk/image";
import { createSealer, generateKey, openStorage, parseKey, type Storage } from "@flora/storage";
import { storeRevision } from "@flora/storage/testing/revision";
import { createLogger, createMetrics } from "@flora/telemetry";
import { GatewayIntentBits } from "discord-api-types/v10";
import { startGateway } from "../../apps/gateway/src/gateway.ts";
import { openControl } from "../../apps/gateway/src/testing/set-up.ts";
import { startWorker } from "../../apps/worker/src/worker.ts";

const SECRET = "a secret of this process";

export interface OneProcessOptions {
  /** Their names. */
  guilds: string[];
  /** Bundled script of every guild. */
  script: string;
  /** Appended to the SDK that guests are given. */
  sdk?: string;
  limits: Limits;
}

export interface OneProcess {
  emulator: Emulator;
  storage: Storage;
  guildIds: GuildId[];
  control: Awaited<ReturnType<typeof openControl>>;
  /** A text channel of a guild and somebody who may write there. */
  person(guildId: string): { channelId: string; userId: string };
}

/** Starts it all, deploys the script, runs `body` and takes everything down after it. */
export async function withOneProcess<T>(
  { guilds, script, sdk = "", limits }: OneProcessOptions,
  body: (parts: OneProcess) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "flora-one-" });
  const image = await buildGuestImage(join(folder, "image"));
  await Deno.writeTextFile(image.sdkPath, sdk, { append: true });
  const log = createLogger({ name: "one-process", level: "error" });
  const storage = await openStorage(`sqlite:${join(folder, "flora.db")}`);
  const emulator = await startEmulator({
    guilds: guilds.map((name) => ({ name })),
    rateLimits: "off",
    globalRateLimit: 0,
    interactionDeadlineMs: 0,
  });
  const { token, apiUrl } = emulator;
  const intentsCeiling = Object.keys(GatewayIntentBits).filter((name) => Number.isNaN(Number(name)));
  const gateway = await startGateway({
    config: {
      discord: { token, apiUrl, shards: "auto", intentsCeiling },
      limits,
      workers: 1,
      logLinesKept: 100,
    },
    pacing: { limit: 1_000_000, reserve: 0, refusals: 100_000 },
    token,
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
      await control.call("deploy", { guildId, revisionId: await putScript(storage, guildId, script) });
    }
    const person = (guildId: string) => {
      const { channels, guilds } = emulator.world;
      const channel = [...channels.values()].find((one) => one.guildId === guildId && one.type === 0)!;
      return { channelId: channel.id, userId: guilds.get(guildId)!.ownerId };
    };
    return await body({ emulator, storage, guildIds, control, person });
  } finally {
    control.close();
    await worker.stop();
    await gateway.close();
    await emulator.close();
    await storage.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const putScript = (storage: Storage, guildId: GuildId, code: string) =>
  storeRevision(storage, guildId, {
    entry: "bot.ts",
    code,
    sourceMap: `{"version":3,"sources":["bot.ts"],"sourcesContent":[""],"names":[],"mappings":""}`,
    sources: { "bot.ts": "" },
  });
