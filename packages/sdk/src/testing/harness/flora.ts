import { fileURLToPath } from "node:url";
import type { FloraClient } from "@flora/api-client";
import { collectSources, decodeText, dispose } from "@flora/bundler";
import type { Emulator } from "@flora/discord-emulator";
import type { TestClock } from "./clock.ts";
import { call } from "./discord.ts";
import { Guild } from "./guild.ts";
import { type LocalFlora, startLocalFlora } from "./local-flora.ts";

export interface NewMember {
  username: string;
  roles?: string[];
}

export interface GuildOptions {
  /** The script: a file (its folder is the project), or file names to contents with `main.ts` first. None is no script. */
  script?: URL | Record<string, string>;
  name?: string;
  /** User names, or with the names of their roles; `owner` owns the guild. */
  members?: (string | NewMember)[];
  /** Permissions are decimal bit fields; those of the role `@everyone` are what everybody may do. */
  roles?: { name: string; permissions?: string }[];
  /** What the bot may do, a decimal bit field; all that bots use, short of administrator, where it is not given. */
  botPermissions?: string;
  channels?: { name: string; type?: number }[];
  /** What is filled in of the script's `settings()`, by key; names of channels and roles stand for their ids. */
  settings?: Record<string, string | number | boolean>;
  /** Secrets the script finds, with the hosts they may go to. */
  secrets?: Record<string, { value: string; allowedHosts: string[] }>;
}

/** What the worker says of a handler that only these limits let end. */
const SLOW = /^Handler of .* took \d+ ms: /;
/** Milliseconds. CPU time is held to the usual limit: it is the same on a busy machine. */
const PATIENT = {
  FLORA_LIMIT_TURN_TIMEOUT_MS: "10000",
  FLORA_LIMIT_DISPATCH_TIMEOUT_MS: "15000",
  FLORA_LIMIT_CRON_TIMEOUT_MS: "15000",
  FLORA_LIMIT_WEBHOOK_TIMEOUT_MS: "15000",
};

/** How long Discord waits for the first answer to an interaction, in milliseconds: as long as the handler has. */
const PATIENT_DISCORD = { interactionDeadlineMs: 15_000 };

/** One flora with a simulated Discord, for the tests of a file. Dispose of it when done: `await using`. */
export class Flora implements AsyncDisposable {
  /** @internal */
  readonly client: FloraClient;
  readonly clock: TestClock;

  readonly #guilds: Guild[] = [];

  private constructor(private readonly local: LocalFlora, private readonly dataDir: string) {
    this.client = local.client;
    this.clock = local.clock;
  }

  /** @internal */
  get discord(): Emulator {
    return this.local.discord;
  }

  /**
   * Takes about a second. `env` are settings of flora, such as `FLORA_LIMIT_DISPATCH_TIMEOUT_MS`; handlers have longer than
   * in production, so that a busy machine fails no test; one that took longer than it may live is warned of at the end.
   */
  static async start(env: Record<string, string> = {}): Promise<Flora> {
    const dataDir = await Deno.makeTempDir({ prefix: "flora-test-" });
    try {
      return new Flora(
        await startLocalFlora({ dataDir, env: { ...PATIENT, ...env }, discord: PATIENT_DISCORD }),
        dataDir,
      );
    } catch (error) {
      await Deno.remove(dataDir, { recursive: true });
      throw error;
    }
  }

  /** What the command `flora` is to find in its environment, to work with this one. */
  get environment(): Record<string, string> {
    return { FLORA_API_URL: this.local.apiUrl, FLORA_TOKEN: this.local.token };
  }

  /** A new guild with the script live in it. */
  async guild(options: GuildOptions): Promise<Guild> {
    const { script, secrets = {}, settings, members = ["ada", "ben"], name = "Test guild" } = options;
    const { roles, channels, botPermissions: bot } = options;
    const seed = {
      name,
      members: [],
      ...(roles ? { roles } : {}),
      ...(channels ? { channels } : {}),
      ...(bot ? { bot } : {}),
    };
    const { id } = await call<{ id: string }>(this.discord.url, "POST", "/guilds", seed);
    const { url, world } = this.discord;
    const guild = new Guild(id, {
      discordUrl: url,
      client: this.client,
      botId: world.botId,
      clock: this.clock,
    });
    for (const member of members) {
      const { username, roles = [] } = typeof member === "string" ? { username: member } : member;
      await guild.joins(username, { roles });
    }
    await guild.joined();
    this.#guilds.push(guild);
    for (const [secret, value] of Object.entries(secrets)) await this.client.putSecret(id, secret, value);
    if (script instanceof URL) await guild.deploy(...await readProject(script));
    else if (script) await guild.deploy(script);
    if (settings) await guild.set(settings);
    return guild;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const guild of this.#guilds) await this.#warnOfSlow(guild.id);
    await this.local.stop();
    await dispose();
    await Deno.remove(this.dataDir, { recursive: true });
  }

  async #warnOfSlow(guildId: string): Promise<void> {
    const { lines } = await this.client.logs(guildId, { level: "warn", limit: 500 }).catch(() => ({
      lines: [],
    }));
    for (const { message } of lines) if (SLOW.test(message)) console.warn(message);
  }
}

/** The files that a script is made of, below the folder of its first one. */
async function readProject(script: URL): Promise<[Record<string, string>, string]> {
  const root = fileURLToPath(new URL(".", script));
  const entry = fileURLToPath(script).slice(root.length);
  const sources = await collectSources(root, entry);
  return [Object.fromEntries(sources.map(({ path, bytes }) => [path, decodeText(bytes, path)])), entry];
}
