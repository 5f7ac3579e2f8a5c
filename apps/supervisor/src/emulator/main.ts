import { loadConfig } from "@flora/config";
import { startEmulator } from "@flora/discord-emulator";
import { listenError, runProcess } from "@flora/telemetry";
import { demoGuild } from "./demo-seed.ts";

const config = loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });

await runProcess("emulator", async (log) => {
  const port = config.emulatorPort;
  const bot: { token?: string; applicationId?: string } = JSON.parse(
    Deno.env.get("FLORA_EMULATED_BOT") ?? "{}",
  );
  const emulator = await startEmulator({ ...bot, port, guilds: [demoGuild] }).catch((error) => {
    throw listenError(error, { host: "127.0.0.1", port, setting: "FLORA_EMULATOR_PORT" });
  });
  log.info(`Discord is played by the emulator at ${emulator.url}`);
  const { url, apiUrl, token, applicationId } = emulator;
  return {
    ready: { url, apiUrl, token, applicationId, guildId: demoGuild.id },
    stop: () => emulator.close(),
  };
}, { level: config.logLevel });
