import { env } from "./environment.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./failure.ts";

/** The guild a command is about: `--guild`, FLORA_GUILD, or the demo guild of a flora in this folder. */
export function pickGuild(session: Session, flag: string | undefined): string {
  const guildId = flag ?? env("FLORA_GUILD") ?? session.defaultGuildId;
  if (!guildId) throw new UsageError("Cannot pick a guild: name one with --guild <id> or FLORA_GUILD");
  if (!/^\d{17,20}$/.test(guildId)) {
    throw new UsageError(`Cannot use guild "${guildId}": an id has 17 to 20 digits`);
  }
  return guildId;
}
