import type { Command } from "commander";
import { UsageError } from "../failure.ts";
import { pickGuild } from "../guild.ts";
import { formatTime, print, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";
import { askHidden, readStdin } from "../stdin.ts";

interface SecretOptions extends GlobalOptions {
  guild?: string;
  host?: string[];
  nowhere?: boolean;
}

export function addSecrets(program: Command): void {
  const secrets = program.command("secrets").description(
    "set, list and delete a guild's secrets; values are never shown",
  );

  secrets.command("set")
    .description("set a secret; its value is read from standard input, and typed in a terminal does not show")
    .argument("<name>", "as the script asks for it: secrets.get(name)")
    .option("-g, --guild <id>", "the guild")
    .option("--host <hosts...>", "where the value may be sent, such as api.example.com or *.example.com")
    .option("--nowhere", "it is sent nowhere: it only proves who calls a webhook")
    .action(async (name: string, _options, command: Command) => {
      const options = command.optsWithGlobals<SecretOptions>();
      if ((options.host === undefined) === (options.nowhere !== true)) {
        throw new UsageError(`Cannot set secret "${name}": say where it may go, with --host or --nowhere`);
      }
      const session = await openSession(options);
      const guildId = pickGuild(session, options.guild);
      const value = Deno.stdin.isTerminal()
        ? await askHidden(`Value of ${name}`)
        : await readStdin("the value");
      if (!value) throw new UsageError(`Cannot set secret "${name}": no value was given on standard input`);
      await session.client.putSecret(guildId, name, { value, allowedHosts: options.host ?? [] });
      print(options.json ? JSON.stringify({ ok: true, name }) : `Set ${name}`);
    });

  secrets.command("list")
    .description("list names and hosts")
    .option("-g, --guild <id>", "the guild")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<SecretOptions>();
      const session = await openSession(options);
      const list = await session.client.secrets(pickGuild(session, options.guild));
      if (options.json) return print(JSON.stringify(list));
      if (list.secrets.length === 0) return print("No secrets yet. Set one with `flora secrets set`.");
      const rows = list.secrets.map((
        one,
      ) => [one.name, one.allowedHosts.join(", ") || "nowhere", formatTime(one.updatedAt)]);
      print(table(["NAME", "HOSTS", "SET (UTC)"], rows));
    });

  secrets.command("delete")
    .description("delete a secret")
    .argument("<name>", "as the script asks for it: secrets.get(name)")
    .option("-g, --guild <id>", "the guild")
    .action(async (name: string, _options, command: Command) => {
      const options = command.optsWithGlobals<SecretOptions>();
      const session = await openSession(options);
      await session.client.deleteSecret(pickGuild(session, options.guild), name);
      print(options.json ? JSON.stringify({ ok: true, name }) : `Deleted ${name}`);
    });
}
