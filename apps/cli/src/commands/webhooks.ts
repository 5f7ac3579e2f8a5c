import type { Command } from "commander";
import type { WebhookInfo } from "@flora/protocol/api";
import { pickGuild } from "../guild.ts";
import { print, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

type WebhookOptions = GlobalOptions & { guild?: string };

export function addWebhooks(program: Command): void {
  const webhooks = program.command("webhooks")
    .description("show the addresses at which other services call a guild's script")
    .option("-g, --guild <id>", "the guild")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<WebhookOptions>();
      const session = await openSession(options);
      const list = await session.client.webhooks(pickGuild(session, options.guild));
      if (options.json) return print(JSON.stringify(list));
      if (list.webhooks.length === 0) return print("No webhooks. A script makes one with `webhook(…)`.");
      const rows = list.webhooks.map((one) => [one.name, describeSignature(one), one.url]);
      print(table(["NAME", "SIGNED", "URL"], rows));
    });

  webhooks.command("rotate")
    .description("give a webhook a new address; the old one is worth nothing at once")
    .argument("<name>", "as `flora webhooks` shows it")
    .option("-g, --guild <id>", "the guild")
    .action(async (name: string, _options, command: Command) => {
      const options = command.optsWithGlobals<WebhookOptions>();
      const session = await openSession(options);
      const info = await session.client.rotateWebhook(pickGuild(session, options.guild), name);
      print(options.json ? JSON.stringify(info) : info.url);
    });
}

function describeSignature({ signature, secret, secretSet }: WebhookInfo): string {
  if (secret === undefined) return "no";
  return `${signature} with ${secret}${secretSet ? "" : ", which is not set"}`;
}
