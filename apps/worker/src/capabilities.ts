import type { Generation, RevisionId } from "@flora/model";
import type { IsolateFiles, OpContext } from "@flora/ops";
import type { DispatchTable } from "./dispatch-table.ts";
import type { Guild } from "./guild.ts";

/** The isolate that a context serves. */
export interface ContextOwner {
  readonly revisionId: RevisionId;
  /** Its generation from birth: what it writes is refused once a newer one holds the guild's lease. */
  readonly generation: Generation;
  readonly dispatches: DispatchTable;
  /** Files that it has staged. */
  readonly files: IsolateFiles;
  /** Its generation while it lives; calls of any other are refused. */
  servedGeneration: Generation;
  /** Something in it waits for an event until then. Unix milliseconds. */
  awakeUntil: number;
}

/** Everything one isolate's ops may touch, bound to its guild here and nowhere else. */
export function createContext(guild: Guild, owner: ContextOwner): OpContext {
  const { storage, discord, guildReads, interactions, limits, logs, now } = guild.services;
  return {
    guildId: guild.id,
    limits,
    storage: { ...storage, ...storage.fenced(guild.id, owner.generation) },
    discord,
    files: owner.files,
    guildReads,
    quota: guild.quota,
    interactions: interactions.forGuild(guild.id),
    now,
    get http() {
      return guild.egress;
    },
    get generation() {
      return owner.servedGeneration;
    },
    get secrets() {
      return guild.vault;
    },
    log: (line) => logs.append(guild.id, { ...line, revisionId: owner.revisionId }),
    keepAwake: (until) => void (owner.awakeUntil = Math.max(owner.awakeUntil, until)),
    answer: (id, answer) => owner.dispatches.answer(id, answer),
    dispatchRuns: (id) => owner.dispatches.mayCall(id),
    dispatchEvent: (id) => owner.dispatches.eventOf(id),
  };
}
