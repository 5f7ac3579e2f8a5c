import type { GuildId } from "@flora/model";
import { clock } from "@flora/model/clock";
import type { LogStorage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";

/** What the gateway has to tell a guild's owner, as lines in the guild's own log. */
export class GuildLog {
  constructor(private readonly parts: { storage: LogStorage; linesKept: number; log: Logger }) {}

  warn(guildId: GuildId, message: string): void {
    const { storage, linesKept, log } = this.parts;
    const line = { at: clock.now(), level: "warn", source: "flora", message } as const;
    storage.append(guildId, [line], linesKept).catch((error) => {
      log.error({ guildId, err: error }, `Cannot write to the log of guild ${guildId}`);
    });
  }
}
