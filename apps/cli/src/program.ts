import { Command, Option } from "commander";
import { addAccess } from "./commands/access.ts";
import { addAdmin } from "./commands/admin.ts";
import { addAudit } from "./commands/audit.ts";
import { addCompletion } from "./commands/completion.ts";
import { addCrons } from "./commands/crons.ts";
import { addDeploy } from "./commands/deploy.ts";
import { addDev } from "./commands/dev.ts";
import { addDiff } from "./commands/diff.ts";
import { addGet } from "./commands/get.ts";
import { addHealth } from "./commands/health.ts";
import { addHistory } from "./commands/history.ts";
import { addInit } from "./commands/init.ts";
import { addKv } from "./commands/kv.ts";
import { addLogin } from "./commands/login.ts";
import { addLogout } from "./commands/logout.ts";
import { addLogs } from "./commands/logs.ts";
import { addPause } from "./commands/pause.ts";
import { addRollback } from "./commands/rollback.ts";
import { addSecrets } from "./commands/secrets.ts";
import { addSettings } from "./commands/settings.ts";
import { addTest } from "./commands/run-tests.ts";
import { addTokens } from "./commands/tokens.ts";
import { addValidate } from "./commands/validate.ts";
import { addWebhooks } from "./commands/webhooks.ts";
import { addWhoami } from "./commands/whoami.ts";
import { addWhy } from "./commands/why.ts";
import { addExamples } from "./examples.ts";
import { exitCodes, exitCodeTexts } from "./failure.ts";
import manifest from "../package.json" with { type: "json" };

/** Every command, in the order help and documents have them. */
const groups: Record<string, ((program: Command) => void)[]> = {
  "Write and try, on this machine": [addInit, addDev, addTest],
  "Put live": [addValidate, addDeploy, addDiff, addHistory, addRollback, addPause, addGet],
  "Look after": [addLogs, addWhy, addSettings, addKv, addSecrets, addCrons, addWebhooks],
  "Access": [addLogin, addLogout, addWhoami, addTokens, addAccess, addAudit],
  "Operate": [addHealth, addAdmin, addCompletion],
};

/** The whole command line; it throws CommanderError rather than end the process. */
export function createProgram(): Command {
  const program = new Command("flora")
    .description("Write, try, deploy and watch the script of a Discord server")
    .version(manifest.version)
    .option("-a, --api <url>", "address of flora's API (or FLORA_API_URL)")
    .addOption(new Option("--api-url <url>", "the same as --api").hideHelp())
    .option("--token <token>", "API token (or FLORA_TOKEN)")
    .option("--local", "use the flora that runs in this folder, such as `flora dev`")
    .option("--json", "print JSON instead of text: one value, or one per line of what goes on")
    .addHelpText("after", `\nExit codes:\n${exitCodeLines().join("\n")}`)
    .showHelpAfterError("(flora --help lists the commands)")
    .exitOverride();
  for (const [title, adds] of Object.entries(groups)) {
    program.commandsGroup(`${title}:`);
    for (const add of adds) add(program);
  }
  addExamples(program);
  return program;
}

function exitCodeLines(): string[] {
  return Object.entries(exitCodeTexts).map(([name, text]) =>
    `  ${exitCodes[name as keyof typeof exitCodes]}  ${text}`
  );
}
