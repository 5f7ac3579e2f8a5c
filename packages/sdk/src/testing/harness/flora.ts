import { fileURLToPath } from "node:url";
import { FloraClient } from "@flora/api-client";
import { collectSources, decodeText, dispose } from "@flora/bundler";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { call } from "./discord.ts";
import { Guild } from "./guild.ts";
import { type FloraProcess, startProcess } from "./process.ts";

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

  private constructor(
    readonly discord: Emulator,
    private readonly process: FloraProcess,
    private readonly dataDir: string,
  ) {
    this.client = new FloraClient({ baseUrl: process.apiUrl, token: process.token });
  }

  /** Takes about a second. `env` are settings of flora, such as `FLORA_LIMIT_DISPATCH_TIMEOUT_MS`. */
  static async start(env: Record<string, string> = {}): Promise<Flora> {
    const discord = await startEmulator({ guilds: [], rateLimits: "off", globalRateLimit: 0 });
    const dataDir = await Deno.makeTempDir({ prefix: "flora-test-" });
    try {
      const settings = {
        FLORA_WORKERS: "1",
        DISCORD_TOKEN: discord.token,
        DISCORD_API_URL: discord.apiUrl,
        ...env,
      };
      return new Flora(discord, await startProcess(settings, dataDir), dataDir);
    } catch (error) {
      await discord.close();
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
    await this.process.stop();
    await this.discord.close();
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
