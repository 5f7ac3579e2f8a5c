import { loadConfig } from "@flora/config";
import { startEmulator } from "@flora/discord-emulator";
import { runProcess } from "@flora/telemetry";
import { demoGuild } from "./demo-seed.ts";

const config = loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });

await runProcess("emulator", async (log) => {
  const emulator = await startEmulator({ port: config.emulatorPort, guilds: [demoGuild] });
  log.info(`Discord is played by the emulator at ${emulator.url}`);
  const { url, apiUrl, token } = emulator;
  return { ready: { url, apiUrl, token, guildId: demoGuild.id }, stop: () => emulator.close() };
}, { level: config.logLevel });
