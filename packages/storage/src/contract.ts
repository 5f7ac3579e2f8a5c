/** @module Durable state of flora; the only types other packages import. Times are unix milliseconds unless named otherwise. */
import type {
  Deployment,
  Generation,
  GuildId,
  LogLevel,
  LogLine,
  Revision,
  RevisionId,
  StoredLogLine,
} from "@flora/model";
import type {
  AuditStorage,
  DeviceLoginStorage,
  GrantStorage,
  PersonStorage,
  SessionStorage,
  TokenStorage,
} from "./identity.ts";
import type { KvStorage } from "./kv-contract.ts";

export * from "./kv-contract.ts";

/** A secret as stored: sealed before any backend sees it. */
export interface SecretRecord {
  name: string;
  sealed: string;
  /** Exact hosts or `*.suffix`. */
  allowedHosts: string[];
  updatedAt: number;
}

export interface SecretStorage {
  /** Guilds that have secrets. */
  guilds(): Promise<GuildId[]>;
  list(guildId: GuildId): Promise<SecretRecord[]>;
  put(guildId: GuildId, secret: SecretRecord): Promise<void>;
  delete(guildId: GuildId, name: string): Promise<boolean>;
}

/** How much of a guild's history stays, each at least 1. What goes first is what was deployed longest ago. */
export interface DeploymentsKept {
  /** Revisions that `getRevision` still answers. */
  revisions: number;
  /** Of these together, as they are stored; the one deployed last and the one before it stay at any size. */
  revisionBytes: number;
  /** Deployments that `history` still tells of, with or without their revision. */
  deployments: number;
  /** Of these together; the last one stays at any size, and so does the last one of another revision. */
  deploymentBytes: number;
}

export interface DeploymentStorage {
  putRevision(revision: Revision): Promise<void>;
  getRevision(guildId: GuildId, revisionId: RevisionId): Promise<Revision | null>;
  /**
   * Makes a stored revision current, with the manifest it registered; answers the new deployment. A pause stays.
   * `createdBy` is who asked for it, where that is not who made the revision.
   */
  activate(
    guildId: GuildId,
    revisionId: RevisionId,
    manifest: Revision["manifest"],
    createdBy?: string,
  ): Promise<Deployment>;
  current(guildId: GuildId): Promise<Deployment | null>;
  /** Every guild's current deployment. */
  all(): Promise<Deployment[]>;
  /** Newest first; with `before`, those of a smaller number. */
  history(guildId: GuildId, limit: number, before?: number): Promise<Deployment[]>;
  /** Pauses what is current or lets it go on; answers it as it is now, null where there is none. */
  setPaused(guildId: GuildId, paused: boolean): Promise<Deployment | null>;
  /** The guild has no current deployment any more; revisions stay. */
  deactivate(guildId: GuildId): Promise<boolean>;
  /** A revision that never became current is forgotten. */
  deleteRevision(guildId: GuildId, revisionId: RevisionId): Promise<void>;
  /**
   * Forgets what nobody goes back to: deployments but the newest, files of revisions but those deployed last and of those
   * that no deployment tells of any more, and what a day after it was made was never deployed. What is current stays.
   */
  prune(guildId: GuildId, keep: DeploymentsKept): Promise<void>;
}

export interface CronRecord {
  lastDueAt?: number;
  /** Whether that run has begun. */
  started: boolean;
  /** How it ended; absent while it has not. */
  lastStatus?: string;
  lastEndedAt?: number;
  /** Runs so far that nobody made up for. */
  missed: number;
}

export interface CronStorage {
  /** True for exactly one caller per (guild, job, due time), across processes and restarts; older due times lose. */
  claim(guildId: GuildId, job: string, dueAt: number): Promise<boolean>;
  /** A claimed run begins: true for one caller alone, so that it does not run twice, whoever it is handed to again. */
  start(guildId: GuildId, job: string, dueAt: number): Promise<boolean>;
  finish(guildId: GuildId, job: string, dueAt: number, status: string): Promise<void>;
  /** Records runs that do not happen, the latest due at `dueAt`; of no effect where that one is claimed or overtaken. */
  miss(guildId: GuildId, job: string, dueAt: number, count: number): Promise<void>;
  read(guildId: GuildId): Promise<Record<string, CronRecord>>;
  /** Forgets jobs that are not in `keep`. */
  prune(guildId: GuildId, keep: string[]): Promise<void>;
}

/** Something that is to happen once, later. */
export interface ScheduleEntry {
  name: string;
  dueAt: number;
  /** Any JSON. */
  payload: unknown;
}

/** An entry that is due, in the hands of whoever claimed it. */
export interface ClaimedSchedule extends ScheduleEntry {
  /** Names this very entry: one of the same name that is put later has another. */
  id: number;
  guildId: GuildId;
  /** How often it has been claimed, this time included. */
  attempt: number;
}

export interface ScheduleStorage {
  /** Puts an entry in the place of the one of its name; false where the guild has `most` others, and nothing is put. */
  put(guildId: GuildId, entry: ScheduleEntry, most: number): Promise<boolean>;
  /** False where no such entry waits any more; one that is claimed is not tried again. */
  cancel(guildId: GuildId, name: string): Promise<boolean>;
  /** What waits, in the order in which it is due. */
  list(guildId: GuildId): Promise<ScheduleEntry[]>;
  /** How many entries that were due by `at` have not ended, those that are claimed among them. */
  unfinished(guildId: GuildId, at: number): Promise<number>;
  /** When the next entry of any guild is to be claimed; null when there is none. */
  nextAt(): Promise<number | null>;
  /** Hands each entry to one caller alone, across processes, those due longest first; not ended by `until` it is due again. */
  claim(options: { until: number; limit: number }): Promise<ClaimedSchedule[]>;
  /** A claimed entry has happened. */
  finish(id: number): Promise<void>;
  /** A claimed entry has not happened and is due again at `at`, with `attempt` as what it has been claimed until now. */
  postpone(id: number, at: number, attempt: number): Promise<void>;
  /** What was postponed, of one guild or of all, is due as first asked for. */
  wake(guildId?: GuildId): Promise<void>;
}

/** What makes a webhook's address unguessable; it stays over redeploys. */
export interface WebhookStorage {
  /** The token of a webhook, `token` where it has none yet; null where it has none and the guild has `most` others. */
  ensure(guildId: GuildId, name: string, token: string, most: number): Promise<string | null>;
  find(guildId: GuildId, name: string): Promise<string | null>;
  /** From now on `token` is the only one; false where the webhook had none. */
  replace(guildId: GuildId, name: string, token: string): Promise<boolean>;
}

/** What a guild's people set in the form that its script defines; values that fit no longer are kept. */
export interface SettingStorage {
  /** By key. */
  read(guildId: GuildId): Promise<Map<string, unknown>>;
  /** Sets all of them or none; undefined takes a value back. */
  write(guildId: GuildId, changes: ReadonlyMap<string, unknown>): Promise<void>;
}

/** `state` values of a hibernated or restarted guild. */
export interface StateStorage {
  read(guildId: GuildId): Promise<Record<string, unknown>>;
  write(guildId: GuildId, values: Record<string, unknown>): Promise<void>;
}

/** Which worker a guild belongs to. */
export interface Lease {
  owner: string;
  generation: Generation;
}

/** Generations only grow: a lease of an older one can never come back. */
export interface LeaseStorage {
  /** Gives the guild to `owner`; false where a lease of this or a newer generation stands. */
  take(guildId: GuildId, owner: string, generation: Generation): Promise<boolean>;
  read(guildId: GuildId): Promise<Lease | null>;
}

/** A write under a generation that has lost the lease of the guild; nothing is written. */
export class StaleLeaseError extends Error {
  constructor(readonly guildId: GuildId, readonly generation: Generation) {
    super(`Cannot write for guild ${guildId}: generation ${generation} has lost its lease`);
    this.name = "StaleLeaseError";
  }
}

/** What an isolate's owner writes for its guild. */
export type FencedStorage = Pick<Storage, "kv" | "schedules" | "state" | "cron">;

/** Which lines of a guild's log. */
export interface LogQuery {
  limit: number;
  afterSeq?: number;
  beforeSeq?: number;
  minLevel?: LogLevel;
  /** Unix milliseconds: from this one on. */
  since?: number;
  /** Unix milliseconds: before this one. */
  until?: number;
  dispatchId?: string;
}

export interface LogStorage {
  /** Appends and trims the guild's log to its newest `keep` lines. */
  append(guildId: GuildId, lines: LogLine[], keep: number): Promise<void>;
  /** Oldest first: the newest `limit` lines that fit the query, or the first `limit` after `afterSeq`. */
  read(guildId: GuildId, query: LogQuery): Promise<StoredLogLine[]>;
}

/** Small facts of the installation, such as the key that seals secrets when none is configured. */
export interface MetaStorage {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  /** Sets it only when absent; answers what is stored now. */
  setIfAbsent(key: string, value: string): Promise<string>;
}

export interface Storage {
  readonly kv: KvStorage;
  readonly secrets: SecretStorage;
  readonly deployments: DeploymentStorage;
  readonly cron: CronStorage;
  readonly schedules: ScheduleStorage;
  readonly webhooks: WebhookStorage;
  readonly settings: SettingStorage;
  readonly state: StateStorage;
  readonly people: PersonStorage;
  readonly sessions: SessionStorage;
  readonly grants: GrantStorage;
  readonly tokens: TokenStorage;
  readonly deviceLogins: DeviceLoginStorage;
  readonly audit: AuditStorage;
  readonly logs: LogStorage;
  readonly meta: MetaStorage;
  readonly leases: LeaseStorage;
  /** KV, schedules and state as one generation of a guild may write them: StaleLeaseError once a newer one holds the lease. */
  fenced(guildId: GuildId, generation: Generation): FencedStorage;
  /**
   * Writes all of it as it is at one moment into a file that does not exist yet, while others go on writing. StorageError
   * where the file cannot be written, and always in Redis, which makes copies by means of its own.
   */
  copyTo(path: string): Promise<void>;
  close(): Promise<void>;
}
