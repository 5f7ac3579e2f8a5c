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
  /** Waits a second for each answer instead of as long as ever, while `call` is under way. */
  impatiently<T>(call: () => Promise<T>): Promise<T>;
}

const IMPATIENT_MS = 1_000;

/** Runs a test against guilds of these names and takes everything down after it. */
export async function withProxy(
  guilds: string[],
  test: (parts: ProxySetUp) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator({ guilds: [], rateLimits: "off", globalRateLimit: 0 });
  const log = createLogger({ name: "gateway", level: "error", write: (line) => console.error(line) });
  const { applicationId, botUserId, world } = emulator;
  const cache = new DiscordCache();
  cache.apply({ t: "READY", d: { user: { id: botUserId }, guilds: [], shard: [0, 1] } });
  const rest = createRest({ token: emulator.token, apiUrl: emulator.apiUrl, log });
  const impatiently = async <T>(call: () => Promise<T>): Promise<T> => {
    const { timeout } = rest.options;
    rest.options.timeout = IMPATIENT_MS;
    try {
      return await call();
    } finally {
      rest.options.timeout = timeout;
    }
  };
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
    const request = (input: DiscordRequestInput) => proxy.request(input);
    await test({ emulator, cache, staged, guildIds, request, impatiently });
  } finally {
    staged.close();
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
    await emulator.close();
  }
}
