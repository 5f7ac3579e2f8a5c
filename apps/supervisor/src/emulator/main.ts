import { loadConfig } from "@flora/config";
import { startEmulator } from "@flora/discord-emulator";
import { CALLBACK_PATH } from "@flora/protocol/api";
import { listenError, runProcess } from "@flora/telemetry";
import { demoGuild } from "./demo-seed.ts";

const config = loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });

await runProcess("emulator", async (log) => {
  const port = config.emulatorPort;
  const bot: { token?: string; applicationId?: string; clientSecret?: string } = JSON.parse(
    Deno.env.get("FLORA_EMULATED_BOT") ?? "{}",
  );
  // Without a public address the API is somewhere on this machine, at a port not known yet.
  const logins = config.publicUrl ? { redirectUris: [config.publicUrl + CALLBACK_PATH] } : {};
  // What is stored of the demo guild names its people, roles and channels: they have the same ids at each start.
  const seeds = { guilds: [demoGuild], stableIds: true };
  const emulator = await startEmulator({ ...bot, ...logins, ...seeds, port }).catch((error) => {
    throw listenError(error, { host: "127.0.0.1", port, setting: "FLORA_EMULATOR_PORT" });
  });
  log.info(`Discord is played by the emulator at ${emulator.url}`);
  const { url, apiUrl, token, applicationId, clientSecret } = emulator;
  return {
    ready: { url, apiUrl, token, applicationId, clientSecret, guildId: demoGuild.id },
    stop: () => emulator.close(),
  };
}, { level: config.logLevel });
