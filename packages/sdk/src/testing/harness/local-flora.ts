import { join } from "node:path";
import { FloraClient } from "@flora/api-client";
import { type Emulator, type EmulatorOptions, startEmulator } from "@flora/discord-emulator";
import { openStorage } from "@flora/storage";
import { TestClock } from "./clock.ts";
import { startProcess } from "./process.ts";

export interface LocalFloraOptions {
  /** Where it keeps what it stores; what is there already is found again, the time that was set included. */
  dataDir: string;
  /** Settings of flora, such as `FLORA_LIMIT_DISPATCH_TIMEOUT_MS`. */
  env?: Record<string, string>;
  discord?: EmulatorOptions;
  /** Gives up a start that is under way. */
  signal?: AbortSignal;
}

/** Every process of flora on this machine, joined to a simulated Discord inside this process. */
export interface LocalFlora {
  discord: Emulator;
  client: FloraClient;
  clock: TestClock;
  apiUrl: string;
  token: string;
  /** Resolves when no process is left. */
  stop(): Promise<void>;
}

/** Starts both; rejects with what flora printed when it cannot start. */
export async function startLocalFlora(
  { dataDir, env, discord: given, signal }: LocalFloraOptions,
): Promise<LocalFlora> {
  const discord = await startEmulator({ guilds: [], rateLimits: "off", globalRateLimit: 0, ...given });
  const clockFile = join(dataDir, "clock");
  const settings = {
    FLORA_WORKERS: "1",
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    FLORA_CLOCK_FILE: clockFile,
    FLORA_RATE_REQUESTS_PER_MINUTE: "0",
    FLORA_RATE_DEPLOYS_PER_MINUTE: "0",
  };
  try {
    const { apiUrl, token, stop } = await startProcess({ ...settings, ...env }, dataDir, signal);
    const client = new FloraClient({ baseUrl: apiUrl, token });
    const storage = await openStorage(`sqlite:${join(dataDir, "flora.db")}`);
    const aheadMs = Number(await Deno.readTextFile(clockFile).catch(() => "0"));
    const clock = new TestClock({ file: clockFile, storage, discord, client }, aheadMs);
    return {
      discord,
      client,
      clock,
      apiUrl,
      token,
      async stop() {
        await storage.close();
        await stop();
        await discord.close();
      },
    };
  } catch (error) {
    await discord.close();
    throw error;
  }
}
