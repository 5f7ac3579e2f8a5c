import { FloraClient } from "@flora/api-client";
import { type Emulator, type EmulatorOptions, startEmulator } from "@flora/discord-emulator";
import { startProcess } from "./process.ts";

export interface LocalFloraOptions {
  /** Where it keeps what it stores; it may be there already. */
  dataDir: string;
  /** Settings of flora, such as `FLORA_LIMIT_DISPATCH_TIMEOUT_MS`. */
  env?: Record<string, string>;
  discord?: EmulatorOptions;
}

/** Every process of flora on this machine, joined to a simulated Discord inside this process. */
export interface LocalFlora {
  discord: Emulator;
  client: FloraClient;
  apiUrl: string;
  token: string;
  /** Resolves when no process is left. */
  stop(): Promise<void>;
}

/** Starts both; rejects with what flora printed when it cannot start. */
export async function startLocalFlora(options: LocalFloraOptions): Promise<LocalFlora> {
  const discord = await startEmulator({
    guilds: [],
    rateLimits: "off",
    globalRateLimit: 0,
    ...options.discord,
  });
  const settings = { FLORA_WORKERS: "1", DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
  try {
    const process = await startProcess({ ...settings, ...options.env }, options.dataDir);
    const { apiUrl, token } = process;
    return {
      discord,
      client: new FloraClient({ baseUrl: apiUrl, token }),
      apiUrl,
      token,
      async stop() {
        await process.stop();
        await discord.close();
      },
    };
  } catch (error) {
    await discord.close();
    throw error;
  }
}
