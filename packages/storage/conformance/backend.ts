import type { GuildId, LogLine, Revision, RevisionId } from "@flora/model";
import { emptyManifest } from "@flora/model";
import type { Storage } from "../src/contract.ts";

/** One fresh, empty store under test. */
export interface Backend {
  storage: Storage;
  /** Another connection to the same data, as another process would have. */
  connect(): Promise<Storage>;
  /** Closes every connection and removes the data. */
  dispose(): Promise<void>;
}

export type OpenBackend = (options: { now: () => number }) => Promise<Backend>;

/** A clock that moves only when told; it starts at a whole second. */
export class ManualClock {
  ms = 1_700_000_000_000;
  readonly now = (): number => this.ms;

  get seconds(): number {
    return Math.floor(this.ms / 1000);
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}

export interface CaseContext extends Backend {
  clock: ManualClock;
}

export type Case = (context: CaseContext) => Promise<void>;
/** Cases by name; the name goes on behind the noun, as in `kv.set() …`. */
export type Cases = Record<string, Case>;

export const guild = "100000000000000001" as GuildId;
export const otherGuild = "100000000000000002" as GuildId;
/** A quota that never matters. */
export const ample = { quotaBytes: 1e9 };

export function revision(id: string, fields: Partial<Revision> = {}): Revision {
  return {
    id: `rev_${id.padStart(8, "0")}` as RevisionId,
    guildId: guild,
    createdAt: 1,
    createdBy: "user",
    entry: "main.ts",
    code: "(async () => {})()",
    sourceMap: "{}",
    sources: { "main.ts": "" },
    manifest: emptyManifest,
    ...fields,
  };
}

export function logLine(message: string, fields: Partial<LogLine> = {}): LogLine {
  return { at: 1, level: "info", source: "script", message, ...fields };
}
