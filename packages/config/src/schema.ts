/** @module The one schema of every setting; documentation, env example and error texts are made from it. */
import { GatewayIntentBits } from "discord-api-types/v10";
import { z } from "zod";
import { Limits, Snowflake, UserId } from "@flora/model";

/** What a setting carries besides its type. */
export interface SettingMeta {
  /** Environment variable that sets it. */
  env: string;
  /** In words, where the type alone does not say it. */
  allowed?: string;
  /** Shown masked everywhere. */
  secret?: boolean;
  /** What it is when nothing sets it, where that is worked out rather than fixed. */
  computedDefault?: string;
}

const meta = (description: string, rest: SettingMeta) => ({ description, ...rest });

/** Discord's intents by name; old names of the same bit are left out. */
const intentNames = Object.keys(GatewayIntentBits).filter((name) =>
  Number.isNaN(Number(name)) && name !== "GuildBans" && name !== "GuildEmojisAndStickers"
) as [string, ...string[]];

/** A file of SQLite, or a Redis with what its address may hold. */
const STORAGE_URL =
  /^(sqlite:(?!:memory:).+|rediss?:\/\/([^@/?#\s]*@)?([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?(\/\d{0,5})?(\?((prefix=[\w.-]{1,64}|ca=[^&#\s]+)(&(?!$)|$))+)?)$/i;

const port = z.number().int().min(0).max(65_535);

const Discord = z.strictObject({
  token: z.string().regex(/^[!-~]{1,200}$/).optional().meta(meta(
    "Bot token; without one flora starts the Discord emulator",
    { env: "DISCORD_TOKEN", secret: true, allowed: "the token alone, without spaces or the word Bot" },
  )),
  apiUrl: z.url({ protocol: /^https?$/ }).default("https://discord.com/api").meta(meta(
    "Base of Discord's REST API, without the version",
    { env: "DISCORD_API_URL", allowed: "an http or https URL" },
  )),
  clientId: Snowflake.optional().meta(meta(
    "The application's id, from the developer portal: with it people log in through Discord",
    { env: "DISCORD_CLIENT_ID", allowed: "a Discord id" },
  )),
  clientSecret: z.string().regex(/^[!-~]{1,200}$/).optional().meta(meta(
    "The application's client secret, from the page OAuth2 of the developer portal",
    { env: "DISCORD_CLIENT_SECRET", secret: true, allowed: "the secret alone, without spaces" },
  )),
  shards: z.union([z.literal("auto"), z.number().int().min(1).max(10_000)]).default("auto").meta(meta(
    "Gateway connections; `auto` takes the number Discord recommends",
    { env: "FLORA_SHARDS", allowed: "auto, or a whole number from 1 to 10000" },
  )),
  intentsCeiling: z.array(z.enum(intentNames)).default(intentNames).meta(meta(
    "Intents that may be asked for; flora asks for those of them that deployed scripts need",
    {
      env: "FLORA_INTENTS_CEILING",
      allowed: `a list of ${intentNames.join(", ")}`,
      computedDefault: "every intent",
    },
  )),
});

const Isolation = z.strictObject({
  adapter: z.enum(["isolated", "embedded"]).default("isolated").meta(meta(
    "`isolated` runs each guild in a process without permissions; `embedded` in a thread, for scripts you trust",
    { env: "FLORA_ISOLATION_ADAPTER" },
  )),
  mode: z.enum(["warm", "per-dispatch"]).default("warm").meta(meta(
    "`warm` keeps an isolate across events; `per-dispatch` gives every event a fresh one, so that nothing passes between them",
    { env: "FLORA_ISOLATION_MODE" },
  )),
});

const perMinute = z.number().int().min(0).max(1_000_000);

const Rates = z.strictObject({
  requestsPerMinute: perMinute.default(600).meta(meta(
    "Requests to the API that one person, with all tokens they made, or one token of the installation may make per minute; 0 for any number",
    { env: "FLORA_RATE_REQUESTS_PER_MINUTE" },
  )),
  deploysPerMinute: perMinute.default(30).meta(meta(
    "Deploys, validations, rollbacks, resumptions and cron runs by hand among them; 0 for any number",
    { env: "FLORA_RATE_DEPLOYS_PER_MINUTE" },
  )),
  strangerRequestsPerMinute: perMinute.default(600).meta(meta(
    "Requests without a token or session, or with one that is none, from one address (of IPv6: one /64); behind a proxy that is not among `trustedProxies` all share one address; 0 for any number",
    { env: "FLORA_RATE_STRANGER_REQUESTS_PER_MINUTE" },
  )),
});

/** Settings as they are written, before the data folder is worked into the defaults that depend on it. */
export const RawConfig = z.strictObject({
  discord: Discord.prefault({}),
  port: port.default(3000).meta(
    meta("Port of the API; 0 takes any free one", { env: "FLORA_PORT" }),
  ),
  host: z.union([z.ipv4(), z.ipv6(), z.hostname()]).default("127.0.0.1").meta(meta(
    "Address that the API listens on",
    { env: "FLORA_HOST", allowed: "an IP address or host name" },
  )),
  publicUrl: z.url({ protocol: /^https?$/ }).overwrite((url) => url.replace(/\/+$/, "")).optional().meta(meta(
    "Address under which the outside world reaches the API, such as that of a proxy; logins and webhooks' addresses begin with it",
    { env: "FLORA_PUBLIC_URL", allowed: "an http or https URL", computedDefault: "where the API listens" },
  )),
  trustedProxies: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]).meta(meta(
    "Proxies whose word on where a request came from is taken (`X-Forwarded-For`)",
    { env: "FLORA_TRUSTED_PROXIES", allowed: "a list of IP addresses and networks such as 10.0.0.0/8" },
  )),
  operators: z.array(UserId).default([]).meta(meta(
    "People who may do everything, in every guild, once they have logged in through Discord",
    { env: "FLORA_OPERATORS", allowed: "a list of Discord ids" },
  )),
  emulatorPort: port.default(0).meta(meta(
    "Port of the Discord emulator, where it is used; 0 takes any free one",
    { env: "FLORA_EMULATOR_PORT" },
  )),
  probePort: port.optional().meta(meta(
    "First of the ports at which each process answers `/health`, `/ready` and `/metrics` without a token: the supervisor, then the gateway, the API and the workers in order; 0 takes free ones, which `run.json` tells",
    { env: "FLORA_PROBE_PORT", computedDefault: "off" },
  )),
  probeHost: z.union([z.ipv4(), z.ipv6(), z.hostname()]).default("127.0.0.1").meta(meta(
    "Address of those ports; to be reached by operators alone",
    { env: "FLORA_PROBE_HOST", allowed: "an IP address or host name" },
  )),
  dataDir: z.string().min(1).default(".flora").meta(meta(
    "Folder of the database and of everything else that must survive a restart",
    { env: "FLORA_DATA_DIR", allowed: "a path" },
  )),
  workers: z.number().int().min(1).max(64).default(2).meta(meta(
    "Worker processes; each runs the scripts of its share of the guilds",
    { env: "FLORA_WORKERS" },
  )),
  storage: z.string().regex(STORAGE_URL).optional().meta(meta(
    "Where durable state is kept",
    {
      env: "FLORA_STORAGE",
      allowed:
        "`sqlite:<path of a file>` or `redis[s]://[user:password@]host[:port][/database][?prefix=name&ca=path]`",
      computedDefault: "`sqlite:<dataDir>/flora.db`",
    },
  )),
  logLevel: z.enum(["trace", "debug", "info", "warn", "error"]).default("info").meta(meta(
    "Least important lines of flora's own log to show",
    { env: "FLORA_LOG_LEVEL" },
  )),
  logFormat: z.enum(["text", "json"]).default("text").meta(meta(
    "How flora's own log is printed: `text` for people, `json` for machines, an object per line",
    { env: "FLORA_LOG_FORMAT" },
  )),
  masterKey: z.base64().refine((text) => keyBytes(text) === 32).optional().meta(meta(
    "Key that seals guilds' secrets at rest",
    {
      env: "FLORA_MASTER_KEY",
      secret: true,
      allowed: "32 bytes as base64, such as `openssl rand -base64 32` prints",
      computedDefault: "a key file in the data folder, made at the first start",
    },
  )),
  previousMasterKeys: z.array(z.base64().refine((text) => keyBytes(text) === 32)).default([]).meta(meta(
    "Master keys of before; secrets they sealed are sealed anew at the next start, after which they can be left out",
    { env: "FLORA_PREVIOUS_MASTER_KEYS", secret: true, allowed: "a list of keys, each 32 bytes as base64" },
  )),
  logLinesKept: z.number().int().min(1).max(1_000_000).default(2000).meta(meta(
    "Log lines kept per guild",
    { env: "FLORA_LOG_LINES_KEPT" },
  )),
  auditEntriesKept: z.number().int().min(1).max(10_000_000).default(10_000).meta(meta(
    "Entries of the audit log kept per guild, and of what concerns no guild",
    { env: "FLORA_AUDIT_ENTRIES_KEPT" },
  )),
  rates: Rates.prefault({}),
  isolation: Isolation.prefault({}),
  limits: z.strictObject(limitsWithMeta()).prefault({}),
});
export type RawConfig = z.infer<typeof RawConfig>;

/** Every setting with its value; paths are absolute. */
export type Config = RawConfig & { storage: string; limits: Limits };

function keyBytes(text: string): number {
  return text.length / 4 * 3 - (text.match(/=*$/)?.[0].length ?? 0);
}

/** Each limit of the model, and the variable that sets it. */
function limitsWithMeta(): typeof Limits.shape {
  const entries = Object.entries(Limits.shape).map(([name, schema]) => {
    const env = `FLORA_LIMIT_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
    return [name, schema.meta({ description: schema.description, env })];
  });
  return Object.fromEntries(entries);
}
