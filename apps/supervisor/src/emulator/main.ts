import { loadConfig } from "@flora/config";
import { startEmulator } from "@flora/discord-emulator";
import { listenError, runProcess } from "@flora/telemetry";
import { demoGuild } from "./demo-seed.ts";

const config = loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });

await runProcess("emulator", async (log) => {
  const port = config.emulatorPort;
  const emulator = await startEmulator({ port, guilds: [demoGuild] }).catch((error) => {
    throw listenError(error, { host: "127.0.0.1", port, setting: "FLORA_EMULATOR_PORT" });
  });
  log.info(`Discord is played by the emulator at ${emulator.url}`);
  const { url, apiUrl, token } = emulator;
  return { ready: { url, apiUrl, token, guildId: demoGuild.id }, stop: () => emulator.close() };
}, { level: config.logLevel });
