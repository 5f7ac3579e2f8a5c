import { type Command, Option } from "commander";
import { type AuditEntry, AuditQuery } from "@flora/protocol/api";
import { UsageError } from "../failure.ts";
import { pickGuild } from "../guild.ts";
import { formatTime, print, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

interface AuditOptions extends GlobalOptions {
  guild?: string;
  everyGuild?: boolean;
  limit: string;
  before?: string;
  action?: string;
  by?: string;
  outcome?: string;
}

export function addAudit(program: Command): void {
  program.command("audit")
    .description("show who changed what, newest first")
    .option("-g, --guild <id>", "the guild")
    .option("--every-guild", "all guilds, and what concerns none (operators only)")
    .option("-n, --limit <count>", "how many entries, 1 to 500", "50")
    .option("--before <number>", "entries older than this one")
    .option("--action <name>", "only this, such as deployment.create")
    .option("--by <id>", "only by this person or token")
    .addOption(
      new Option("--outcome <outcome>", "only with this outcome").choices(["done", "refused", "failed"]),
    )
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<AuditOptions>();
      const { limit, before, action, by: actorId, outcome } = options;
      const parsed = AuditQuery.safeParse({ limit, before, action, actorId, outcome });
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw new UsageError(`Cannot read the audit log: ${issue!.path.join(".")}: ${issue!.message}`);
      }
      const session = await openSession(options);
      const { identity } = session.client;
      const page = options.everyGuild
        ? await identity.auditOfAll(parsed.data)
        : await identity.audit(pickGuild(session, options.guild), parsed.data);
      if (options.json) return print(JSON.stringify(page));
      if (page.entries.length === 0) return print("Nothing was changed yet.");
      print(table(["NUMBER", "AT (UTC)", "BY", "FROM", "DID", "TO", "OUTCOME"], page.entries.map(row)));
    });
}

function row({ seq, at, actor, address, action, target, details, outcome }: AuditEntry): string[] {
  const more = Object.entries(details ?? {}).map(([name, value]) => `${name}=${value}`);
  const to = [target ?? "", ...more].filter(Boolean).join(" ");
  return [String(seq), formatTime(at), `${actor.name} (${actor.kind})`, address ?? "", action, to, outcome];
}
