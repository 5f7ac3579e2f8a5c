import { ConfigError, loadConfig } from "@flora/config";
import { openStorage } from "@flora/storage";
import { OperatorError, runProcess } from "@flora/telemetry";
import { startGateway } from "./gateway.ts";
import { moveWatcher } from "./router/watcher.ts";

await runProcess("gateway", async (log) => {
  const config = readConfig();
  const token = config.discord.token;
  if (token === undefined) throw new OperatorError("DISCORD_TOKEN is not set");
  const [host, port] = (Deno.env.get("FLORA_GATEWAY_LINK") ?? "127.0.0.1:0").split(":") as [string, string];
  const secret = Deno.env.get("FLORA_LINK_SECRET");
  if (!secret) throw new OperatorError("FLORA_LINK_SECRET is not set: the supervisor does that");
  const storage = await openStorage(config.storage);
  const gateway = await startGateway({
    config,
    token,
    emulated: Deno.env.get("FLORA_EMULATED") === "1",
    link: { host, port: Number(port), secret },
    storage,
    log,
    watcher: moveWatcher(Deno.env.get("FLORA_MOVE_WATCHER")),
  });
  return {
    ready: { linkPort: gateway.linkPort, guilds: gateway.guilds },
    probes: gateway.probes,
    async stop() {
      await gateway.close();
      await storage.close();
    },
  };
});

function readConfig() {
  try {
    return loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });
  } catch (error) {
    if (error instanceof ConfigError) throw new OperatorError(error.message);
    throw error;
  }
}
