import type { GuildId, LogLevel, LogLine } from "@flora/model";
import type { QuotaGate, SecretVault } from "@flora/ops";
import type { GuildLogs } from "./logs.ts";

export type LinePlace = Pick<LogLine, "dispatchId" | "event" | "revisionId">;

export interface GuildVoiceOptions {
  guildId: GuildId;
  logs: GuildLogs;
  lineBytes: number;
  quota: QuotaGate;
  /** The guild's secrets now. */
  vault(): SecretVault;
  now(): number;
}

/** What flora has to tell a guild's owner: lines in the guild's own log, under the same rate and scrubbing as the script's. */
export class GuildVoice {
  constructor(private readonly options: GuildVoiceOptions) {}

  /** A line that repeats with the script's behaviour, such as an error of a handler; left out where lines come too fast. */
  say(level: LogLevel, message: string, place: LinePlace = {}): void {
    if (this.admits()) this.mustSay(level, message, place);
  }

  /** Whether a line that may be left out is let through now; asked before one that is costly to make. */
  admits(): boolean {
    const left = this.options.quota.logLine();
    if (left === null) return false;
    if (left > 0) this.mustSay("warn", `${left} log lines were left out: they came too fast`);
    return true;
  }

  /** A line about the script's own life; never left out. */
  mustSay(level: LogLevel, message: string, place: LinePlace = {}): void {
    const { guildId, logs, lineBytes, vault, now } = this.options;
    const text = cut(vault().scrub(message.toWellFormed()), lineBytes);
    logs.append(guildId, { at: now(), level, source: "flora", message: text, ...place });
  }
}

/** Measured in UTF-16 units of at most three bytes each, so the limit holds in bytes too. */
function cut(text: string, bytes: number): string {
  const units = Math.floor(bytes / 3);
  return text.length <= units ? text : `${text.slice(0, units).toWellFormed()}… (cut)`;
}
