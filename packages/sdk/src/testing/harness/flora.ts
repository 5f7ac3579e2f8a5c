import { fileURLToPath } from "node:url";
import type { FloraClient } from "@flora/api-client";
import { collectSources, decodeText, dispose } from "@flora/bundler";
import type { Emulator } from "@flora/discord-emulator";
import { call } from "./discord.ts";
import { Guild } from "./guild.ts";
import { type LocalFlora, startLocalFlora } from "./local-flora.ts";

export interface GuildOptions {
  /** The script: a file (its folder is the project), or file names to contents with `main.ts` first. */
  script: URL | Record<string, string>;
  name?: string;
  /** User names; `owner` owns the guild. */
  members?: string[];
  roles?: { name: string; permissions?: string }[];
  channels?: { name: string; type?: number }[];
  /** Secrets the script finds, with the hosts they may go to. */
  secrets?: Record<string, { value: string; allowedHosts: string[] }>;
}

/** One flora with a simulated Discord, for the tests of a file. Dispose of it when done: `await using`. */
export class Flora implements AsyncDisposable {
  readonly client: FloraClient;

  private constructor(private readonly local: LocalFlora, private readonly dataDir: string) {
    this.client = local.client;
  }

  get discord(): Emulator {
    return this.local.discord;
  }

  /** Takes about a second. `env` are settings of flora, such as `FLORA_LIMIT_DISPATCH_TIMEOUT_MS`. */
  static async start(env: Record<string, string> = {}): Promise<Flora> {
    const dataDir = await Deno.makeTempDir({ prefix: "flora-test-" });
    try {
      return new Flora(await startLocalFlora({ dataDir, env }), dataDir);
    } catch (error) {
      await Deno.remove(dataDir, { recursive: true });
      throw error;
    }
  }

  /** A new guild with the script live in it. */
  async guild(options: GuildOptions): Promise<Guild> {
    const { script, secrets = {}, members = ["ada", "ben"], name = "Test guild", roles, channels } = options;
    const seed = { name, members, ...(roles ? { roles } : {}), ...(channels ? { channels } : {}) };
    const { id } = await call<{ id: string }>(this.discord.url, "POST", "/guilds", seed);
    const guild = new Guild(id, this.discord.url, this.client, this.discord.world.botId);
    await guild.joined();
    for (const [secret, value] of Object.entries(secrets)) await this.client.putSecret(id, secret, value);
    if (script instanceof URL) await guild.deploy(...await readProject(script));
    else await guild.deploy(script);
    return guild;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.local.stop();
    await dispose();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}

/** The files that a script is made of, below the folder of its first one. */
async function readProject(script: URL): Promise<[Record<string, string>, string]> {
  const root = fileURLToPath(new URL(".", script));
  const entry = fileURLToPath(script).slice(root.length);
  const sources = await collectSources(root, entry);
  return [Object.fromEntries(sources.map(({ path, bytes }) => [path, decodeText(bytes, path)])), entry];
}
