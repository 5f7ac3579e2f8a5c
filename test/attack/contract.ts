/** @module What an attack is: a hostile script, and what must be true afterwards of its guest. The host's part is the same for all. */
import type { Field } from "./field.ts";

export const adapters = ["isolated", "embedded"] as const;
export type Adapter = (typeof adapters)[number];

/**
 * What the attacker is given. `production`: flora as it ships. `ops`: the same with time, for what is refused or not
 * whatever it takes. `turns`, `deadlines`, `unmetered`, `metered`, `tight`: the same with limits that leave one wall alone
 * to hold. `patient`: the same without any limit on time, for what ends by itself or by what memory it takes. `forger`: a
 * guest that has taken its SDK over and writes frames as it likes. `stolen`: code that has left its context and runs in the
 * guest process itself.
 */
export const stages = [
  "production",
  "ops",
  "turns",
  "deadlines",
  "unmetered",
  "metered",
  "tight",
  "patient",
  "forger",
  "stolen",
] as const;
export type Stage = (typeof stages)[number];

/** What an attacker may know of where it runs and of whom it is after. */
export interface Scene {
  /** Listens on 127.0.0.1, TCP and UDP; nothing may ever arrive. */
  trapPort: number;
  /** A Unix socket that nothing may ever connect to. */
  trapSocket: string;
  /** World writable; nothing may ever appear in it. Holds `bait.txt`, whose text nobody may see. */
  folder: string;
  /** Process id of the worker. */
  workerPid: number;
  neighbour: {
    guildId: string;
    channelId: string;
    /** An interaction handle the neighbour holds. */
    handle: string;
    /** What stands for the neighbour's secret in its own script. */
    placeholder: string;
    /** Of a listing of the neighbour's keys. */
    cursor: string;
    /** Id of a file that the neighbour has staged. */
    file: string;
  };
}

/** What must be true of the guest; of the host, see aftermath.ts. */
export interface Must {
  /** How the dispatch of the message "go" may end: a status, or `lost: <reason>`. `ok` by default. */
  go?: string | string[];
  /** The same of a second message, "again"; not sent where absent. */
  again?: string | string[];
  /** Loading the script is refused with this; nothing is dispatched. */
  refused?: RegExp;
  /** Everything the script noted, by name. */
  notes?: Record<string, unknown>;
  /** A line of the guild's log: what its owner is told. */
  told?: RegExp;
}

export interface Attack {
  name: string;
  category: string;
  /**
   * The script's top level. `win(what, got)` says that an attack has succeeded, `note(name, value)` notes a value; both
   * answer promises.
   */
  script: string | ((scene: Scene) => string);
  stage?: Stage;
  must: Must;
  /** Discord is asked for something of the attacker's own guild on purpose. */
  asksDiscord?: boolean;
  /** What else happens, instead of the messages "go" and "again". Throws where a promise of flora's is broken. */
  drive?(field: Field): Promise<void>;
  /**
   * What differs on threads. `cannot`: why it is not run there. `replaced`: why the worker may be replaced, which the
   * neighbour must survive.
   */
  embedded?: { must?: Must; cannot?: string; replaced?: string };
}

/** Gives every attack of a file its category, and a stage where it names none. */
export function inCategory(
  category: string,
  attacks: Omit<Attack, "category">[],
  stage: Stage = "production",
): Attack[] {
  return attacks.map((attack) => ({ stage, ...attack, category }));
}

/** What became of one attack under one adapter. */
export interface Verdict {
  attack: Attack;
  adapter: Adapter;
  /** Why it was not run. */
  skipped?: string;
  /** What the attacker achieved; contained when empty. */
  problems: string[];
  /** How the guest ended, for the table. */
  outcome: string;
  ms: number;
  /** The longest that a neighbour waited meanwhile. */
  neighbourMs: number;
}
