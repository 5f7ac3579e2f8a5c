/** @module The proxy alone between a test and an emulated Discord: the cache hears of every event at once, nothing is paced. */
import { type DiscordRequestInput, type DiscordResponse, Pacer, StagedFiles } from "@flora/discord";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { defaultLimits, type GuildId } from "@flora/model";
import { createLogger, createMetrics } from "@flora/telemetry";
import { DiscordCache } from "../discord/cache.ts";
import { gatewayMetrics } from "../metrics.ts";
import { createRest } from "../rest/client.ts";
import { Interactions } from "../rest/interactions.ts";
import { RestProxy } from "../rest/proxy.ts";

export interface ProxySetUp {
  emulator: Emulator;
  cache: DiscordCache;
  staged: StagedFiles;
  /** Ids of the guilds, in the order of their names. */
  guildIds: GuildId[];
  request(request: DiscordRequestInput): Promise<DiscordResponse>;
}

/** Runs a test against guilds of these names and takes everything down after it. */
export async function withProxy(
  guilds: string[],
  test: (parts: ProxySetUp) => Promise<void>,
  { timeoutMs }: { timeoutMs?: number } = {},
): Promise<void> {
  const emulator = await startEmulator({ guilds: [], rateLimits: "off", globalRateLimit: 0 });
  const log = createLogger({ name: "gateway", level: "error", write: (line) => console.error(line) });
  const { applicationId, botUserId, world } = emulator;
  const cache = new DiscordCache();
  cache.apply({ t: "READY", d: { user: { id: botUserId }, guilds: [], shard: [0, 1] } });
  const rest = createRest({
    token: emulator.token,
    apiUrl: emulator.apiUrl,
    log,
    ...(timeoutMs ? { timeoutMs } : {}),
  });
  const { fileBytes, uploadBytes: guildBytes } = defaultLimits;
  const staged = new StagedFiles({ fileBytes, guildBytes, totalBytes: 2 * guildBytes, lifeMs: 60_000 });
  const proxy = new RestProxy({
    rest,
    applicationId,
    cache,
    pacer: new Pacer({ limit: 100_000, reserve: 0, refusals: 100_000 }),
    interactions: new Interactions(),
    staged,
    revisionOf: () => undefined,
    metrics: gatewayMetrics(createMetrics({ process: "gateway" })),
    log,
  });
  world.bus.listen(({ t, d }) => {
    cache.apply(structuredClone({ t, d }));
    proxy.apply({ t, d });
  });
  try {
    const guildIds: GuildId[] = [];
    for (const name of guilds) {
      const response = await fetch(`${emulator.url}/emulator/v1/guilds`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name }),
      });
      guildIds.push((await response.json()).id);
    }
    await test({ emulator, cache, staged, guildIds, request: (request) => proxy.request(request) });
  } finally {
    staged.close();
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
    await emulator.close();
  }
}
