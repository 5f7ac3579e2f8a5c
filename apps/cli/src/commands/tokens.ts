import { type Command, Option } from "commander";
import { AccessLevel, accessLevels } from "@flora/model";
import { type TokenCreate, TokenCreate as TokenSchema, type TokenInfo } from "@flora/protocol/api";
import { UsageError } from "../failure.ts";
import { pickGuild } from "../guild.ts";
import { formatTime, note, print, printable, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

interface CreateOptions extends GlobalOptions {
  guild?: string[];
  everyGuild?: boolean;
  role: AccessLevel;
  readOnly?: boolean;
  expires?: string;
}

export function addTokens(program: Command): void {
  const tokens = program.command("tokens")
    .description("list, make and revoke API tokens; one can never do more than whoever made it");

  tokens.command("list")
    .description("list your tokens and logins (an operator's list has everybody's)")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const list = await (await openSession(options)).client.identity.tokens();
      if (options.json) return print(JSON.stringify(list));
      if (list.tokens.length === 0) return print("No tokens yet. Make one with `flora tokens create`.");
      print(table(["ID", "NAME", "KIND", "ROLE", "GUILDS", "ENDS (UTC)"], list.tokens.map(row)));
    });

  tokens.command("create")
    .description("make a token; it is shown this once, on standard output")
    .argument("<name>", "what it is for")
    .option("-g, --guild <id...>", "guilds it may be used in")
    .option("--every-guild", "in all guilds (operators only)")
    .addOption(
      new Option(
        "--role <role>",
        "the most it may do: viewer reads, editor deploys and changes data too, admin says who may",
      )
        .choices(accessLevels).default("editor"),
    )
    .option("--read-only", "it changes nothing, whatever its role")
    .option("--expires <days>", "days until it ends (default: it does not)")
    .action(async (name: string, _options, command: Command) => {
      const options = command.optsWithGlobals<CreateOptions>();
      const session = await openSession(options);
      const everywhere = options.everyGuild || options.role === "operator";
      const given = options.guild?.map((id) => pickGuild(session, id));
      const request = judge({
        name,
        role: options.role,
        ...(everywhere ? {} : { guildIds: given ?? [pickGuild(session, undefined)] }),
        ...(options.readOnly ? { readOnly: true } : {}),
        ...(options.expires === undefined ? {} : { expiresInDays: Number(options.expires) }),
      });
      const made = await session.client.identity.createToken(request);
      if (options.json) return print(JSON.stringify(made));
      note(`Made ${made.info.id}. Keep it now: it is not shown again.`);
      print(made.token);
    });

  tokens.command("revoke")
    .description("end a token at once")
    .argument("<id>", "as `flora tokens list` shows it")
    .action(async (id: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await (await openSession(options)).client.identity.revokeToken(id);
      print(options.json ? JSON.stringify({ ok: true, id }) : `Revoked ${printable(id)}`);
    });
}

/** Wrong usage is told before anything is sent. */
function judge(given: unknown): TokenCreate {
  const parsed = TokenSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`Cannot make a token: ${issue!.path.join(".")}: ${issue!.message}`);
}

function row({ id, name, kind, role, readOnly, guildIds, expiresAt }: TokenInfo): string[] {
  const guilds = guildIds?.join(" ") ??
    (role === "operator" && kind === "api" ? "every one" : "all of its maker");
  return [
    id,
    name,
    kind,
    readOnly ? `${role}, read only` : role,
    guilds,
    expiresAt === undefined ? "never" : formatTime(expiresAt),
  ];
}
