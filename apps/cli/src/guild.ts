import { env } from "./environment.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./failure.ts";

/** The guild a command is about: `--guild`, FLORA_GUILD, the project's, or that of a flora in this folder. */
export function pickGuild(session: Session, flag: string | undefined): string {
  const guildId = flag ?? (session.local ? undefined : env("FLORA_GUILD")) ?? session.defaultGuildId;
  if (!guildId) {
    throw new UsageError(
      "Cannot pick a guild: name one with --guild <id>, FLORA_GUILD or in flora.config.ts",
    );
  }
  if (!/^\d{17,20}$/.test(guildId)) {
    throw new UsageError(`Cannot use guild "${guildId}": an id has 17 to 20 digits`);
  }
  return guildId;
}
