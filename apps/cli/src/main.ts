import { Command, CommanderError } from "commander";
import { addAdmin } from "./commands/admin.ts";
import { addDeploy } from "./commands/deploy.ts";
import { addDev } from "./commands/dev.ts";
import { addGet } from "./commands/get.ts";
import { addHealth } from "./commands/health.ts";
import { addLogin } from "./commands/login.ts";
import { addLogs } from "./commands/logs.ts";
import { addSecrets } from "./commands/secrets.ts";
import { addSettings } from "./commands/settings.ts";
import { addWebhooks } from "./commands/webhooks.ts";
import { addWhy } from "./commands/why.ts";
import { exitCodes, reportFailure } from "./failure.ts";
import manifest from "../package.json" with { type: "json" };

const program = new Command("flora")
  .description("Deploy and watch the script of a Discord server")
  .version(manifest.version)
  .option("--api <url>", "address of flora's API (or FLORA_API_URL)")
  .option("--token <token>", "API token (or FLORA_TOKEN)")
  .option("--local", "use the flora that runs in this folder, such as `flora dev`")
  .option("--json", "print one JSON value instead of text")
  .showHelpAfterError("(flora --help lists the commands)")
  .exitOverride();

for (
  const add of [
    addLogin,
    addDev,
    addDeploy,
    addGet,
    addLogs,
    addSecrets,
    addSettings,
    addWebhooks,
    addWhy,
    addHealth,
    addAdmin,
  ]
) {
  add(program);
}

try {
  await program.parseAsync(Deno.args, { from: "user" });
} catch (error) {
  if (error instanceof CommanderError) Deno.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage);
  Deno.exit(reportFailure(error, program.opts().json === true));
}
