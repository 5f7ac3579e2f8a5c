import { Clock } from "./clock.ts";
import { PRIVILEGED_INTENTS } from "./gateway/intents.ts";
import { Gateway } from "./gateway/gateway.ts";
import { OAuth2Provider } from "./oauth2/provider.ts";
import type { EmulatorOptions } from "./options.ts";
import { base64Url, randomToken } from "./random.ts";
import { DEFAULT_RATE_LIMITS, RateLimiter } from "./rest/rate-limits.ts";
import { RequestLog } from "./rest/request-log.ts";
import { RestFaults } from "./rest/rest-faults.ts";
import { createHttpServer, listen, shut } from "./server.ts";
import { seedGuild } from "./state/seed.ts";
import { World } from "./state/world.ts";

export { Clock } from "./clock.ts";
export type { EmulatorOptions } from "./options.ts";
export { DEFAULT_RATE_LIMITS, type Limit, type RateLimitTable } from "./rest/rate-limits.ts";
export type { SeenRequest } from "./rest/request-log.ts";
export { BOT_PERMISSIONS, type GuildSeed } from "./state/seed.ts";

/** Discord's own heartbeat interval, in milliseconds. */
const HEARTBEAT_MS = 41_250;

/** Where ids begin that are the same at each start: in 2023, before any that carry the time. */
const STABLE_IDS = 1_100_000_000_000_001_000n;

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:P`, where the control surface lives under `/emulator/v1`. */
  url: string;
  /** What discord.js takes as `rest.api`. */
  apiUrl: string;
  gatewayUrl: string;
  token: string;
  applicationId: string;
  /** What the application proves itself with where people log in through Discord; its id is `applicationId`. */
  clientSecret: string;
  botUserId: string;
  /** Ids of the guilds it started with. */
  guildIds: string[];
  /** The state itself, for tests that look closer than the control surface does. */
  world: World;
  clock: Clock;
  requests: RequestLog;
  close(): Promise<void>;
}

/** Starts Discord on loopback. Rejects with the system's error (`EADDRINUSE`, ...) when it cannot listen. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const clock = new Clock();
  const world = new World(clock, {
    applicationId: options.applicationId,
    botName: options.botName ?? "flora",
    privilegedIntents: options.privilegedIntents ?? PRIVILEGED_INTENTS,
    interactionDeadlineMs: options.interactionDeadlineMs ?? 3_000,
  });
  const { applicationId } = world;
  const token = options.token ?? `${base64Url(applicationId)}.${randomToken(4)}.${randomToken(28)}`;
  const gateway = new Gateway(world, {
    token,
    heartbeatMs: options.heartbeatIntervalMs ?? HEARTBEAT_MS,
    throttle: options.identifyThrottle ?? false,
  });
  const clientSecret = options.clientSecret ?? randomToken(24);
  const oauth2 = new OAuth2Provider(clock, applicationId, clientSecret, options.redirectUris);
  const limits = options.rateLimits === "off" ? "off" : { ...DEFAULT_RATE_LIMITS, ...options.rateLimits };
  const limiter = new RateLimiter(clock, limits, options.globalRateLimit ?? 50);
  const requests = new RequestLog(world);
  const seedAll = () => (options.guilds ?? [{}]).map((seed) => seedGuild(world, seed));
  const guilds = options.stableIds ? world.ids.fixed(STABLE_IDS, seedAll) : seedAll();
  const server = createHttpServer({
    world,
    gateway,
    oauth2,
    limiter,
    faults: new RestFaults(),
    log: requests,
  });
  const host = options.host ?? "127.0.0.1";
  const port = await listen(server, options.port ?? 0, host);
  world.origin = `http://${host}:${port}`;
  return {
    url: world.origin,
    apiUrl: `${world.origin}/api`,
    gatewayUrl: gateway.url,
    token,
    applicationId,
    clientSecret,
    botUserId: world.botId,
    guildIds: guilds.map(({ id }) => id),
    world,
    clock,
    requests,
    close: async () => {
      gateway.close();
      await shut(server);
    },
  };
}
