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

export interface KvEntry {
  value: string;
  metadata: unknown;
  /** Unix seconds. */
  expiration?: number;
  /** Changes with every write of the key. */
  version: number;
}

export interface KvListPage {
  keys: { name: string; expiration?: number; metadata?: unknown }[];
  complete: boolean;
  cursor?: string;
}

/** Keys with their values. */
export interface KvItemsPage {
  items: ({ name: string } & KvEntry)[];
  complete: boolean;
  cursor?: string;
}

/** A part of a store: the keys that begin with `prefix`, all where there is none. */
export interface KvRange {
  prefix?: string;
}

/** Thrown when a write would pass the guild's quota; nothing is written. */
export class KvQuotaError extends Error {
  constructor(readonly usedBytes: number, readonly quotaBytes: number) {
    super(`Cannot write: guild uses ${usedBytes} bytes of KV, at most ${quotaBytes}`);
    this.name = "KvQuotaError";
  }
}

/** One guild's stores. Every call is one transaction. An expired key is gone at once. */
export interface KvStorage {
  get(guildId: GuildId, store: string, key: string): Promise<KvEntry | null>;
  /** One snapshot of several keys, in the order asked for. */
  getMany(guildId: GuildId, store: string, keys: string[]): Promise<(KvEntry | null)[]>;
  /** `ifVersion`: 0 means "only when absent". Answers the new version, or null when it lost. Throws KvQuotaError. */
  set(
    guildId: GuildId,
    store: string,
    key: string,
    value: string,
    options: { metadata?: unknown; expiration?: number; ifVersion?: number; quotaBytes: number },
  ): Promise<number | null>;
  /** False when there is no such key. */
  updateMetadata(guildId: GuildId, store: string, key: string, metadata: unknown): Promise<boolean>;
  /** Adds atomically to a decimal integer (absent counts as 0); null when the value is not one. */
  increment(
    guildId: GuildId,
    store: string,
    key: string,
    by: number,
    quotaBytes: number,
  ): Promise<number | null>;
  delete(guildId: GuildId, store: string, key: string): Promise<boolean>;
  /** Ordered by key (code units of UTF-8); `cursor` is opaque. */
  list(
    guildId: GuildId,
    store: string,
    options: KvRange & { limit: number; cursor?: string },
  ): Promise<KvListPage>;
  /** As `list`, with values. A page ends before its entries, as they count to the quota, pass `maxBytes`; it holds one. */
  items(
    guildId: GuildId,
    store: string,
    options: KvRange & { limit: number; maxBytes: number; cursor?: string },
  ): Promise<KvItemsPage>;
  count(guildId: GuildId, store: string, range: KvRange): Promise<number>;
  /** Deletes the keys of the range; answers how many there were. */
  clear(guildId: GuildId, store: string, range: KvRange): Promise<number>;
  /** The greatest of the values that `numberOf` knows, equal ones in order of their keys. */
  top(
    guildId: GuildId,
    store: string,
    options: KvRange & { limit: number },
  ): Promise<{ name: string; value: number }[]>;
  /** The place of a key in what `top` would list without a limit, from 1; null where it is not in it. */
  rank(guildId: GuildId, store: string, key: string, range: KvRange): Promise<number | null>;
  stores(guildId: GuildId): Promise<{ name: string; keys: number; bytes: number }[]>;
  usedBytes(guildId: GuildId): Promise<number>;
}

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

export interface DeploymentStorage {
  putRevision(revision: Revision): Promise<void>;
  getRevision(guildId: GuildId, revisionId: RevisionId): Promise<Revision | null>;
  /** Makes a stored revision current, with the manifest it registered; answers the new deployment. */
  activate(guildId: GuildId, revisionId: RevisionId, manifest: Revision["manifest"]): Promise<Deployment>;
  current(guildId: GuildId): Promise<Deployment | null>;
  /** Every guild's current deployment. */
  all(): Promise<Deployment[]>;
  /** Newest first. */
  history(guildId: GuildId, limit: number): Promise<Deployment[]>;
  /** The guild has no current deployment any more; revisions stay. */
  deactivate(guildId: GuildId): Promise<boolean>;
  /** A revision that never became current is forgotten. */
  deleteRevision(guildId: GuildId, revisionId: RevisionId): Promise<void>;
}

export interface CronRecord {
  lastDueAt?: number;
  lastStatus?: string;
  lastEndedAt?: number;
}

export interface CronStorage {
  /** True for exactly one caller per (guild, job, due time), across processes and restarts; older due times lose. */
  claim(guildId: GuildId, job: string, dueAt: number): Promise<boolean>;
  finish(guildId: GuildId, job: string, dueAt: number, status: string): Promise<void>;
  read(guildId: GuildId): Promise<Record<string, CronRecord>>;
  /** Forgets jobs that are not in `keep`. */
  prune(guildId: GuildId, keep: string[]): Promise<void>;
}

/** `state` values of a hibernated or restarted guild. */
export interface StateStorage {
  read(guildId: GuildId): Promise<Record<string, unknown>>;
  write(guildId: GuildId, values: Record<string, unknown>): Promise<void>;
}

export interface TokenRecord {
  id: string;
  /** SHA-256 of the token, hex; the token itself is never stored. */
  hash: string;
  name: string;
  /** Absent for operator tokens, which may manage every guild. */
  guildIds?: GuildId[];
  createdAt: number;
  expiresAt?: number;
}

export interface TokenStorage {
  put(token: TokenRecord): Promise<void>;
  findByHash(hash: string): Promise<TokenRecord | null>;
  list(): Promise<TokenRecord[]>;
  delete(id: string): Promise<boolean>;
}

export interface LogStorage {
  /** Appends and trims the guild's log to its newest `keep` lines. */
  append(guildId: GuildId, lines: LogLine[], keep: number): Promise<void>;
  /** Oldest first: the newest `limit` lines, or the first `limit` after `afterSeq`. */
  read(
    guildId: GuildId,
    options: { limit: number; afterSeq?: number; minLevel?: LogLevel },
  ): Promise<StoredLogLine[]>;
}

/** Small facts of the installation, such as the key that seals secrets when none is configured. */
export interface MetaStorage {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  /** Sets it only when absent; answers what is stored now. */
  setIfAbsent(key: string, value: string): Promise<string>;
}

/** Who runs a guild. */
export interface Lease {
  guildId: GuildId;
  /** The worker process; absent while none runs it. */
  holder?: string;
  generation: Generation;
}

/**
 * Who runs which guild, one holder each. Generations of a guild only grow; whatever still writes under an older one is
 * refused by the stores that `fenced` answers.
 */
export interface LeaseStorage {
  read(guildId: GuildId): Promise<Lease | null>;
  /** Those that have a holder. */
  all(): Promise<Lease[]>;
  /** Gives the guild to `holder` under a new generation, whoever had it. */
  take(guildId: GuildId, holder: string): Promise<Lease>;
  /**
   * A new generation under which a successor of `generation` may be made ready beside it; one prepared before is void.
   * Null when `generation` is not the guild's any more.
   */
  prepare(guildId: GuildId, generation: Generation): Promise<Generation | null>;
  /** Makes a prepared generation the guild's; true as well when it is that already, false when it was overtaken. */
  move(guildId: GuildId, holder: string, step: { from: Generation; to: Generation }): Promise<boolean>;
  /** A prepared generation comes to nothing: it is refused from now on. */
  abandon(guildId: GuildId, prepared: Generation): Promise<void>;
  /** Nobody runs the guild any more; false when `generation` was overtaken. */
  release(guildId: GuildId, generation: Generation): Promise<boolean>;
  /** Takes every guild away from a holder that is gone; answers which. */
  revoke(holder: string): Promise<GuildId[]>;
  /** The worker an operator wants the guild on, by name; null for none. */
  pin(guildId: GuildId, worker: string | null): Promise<void>;
  pins(): Promise<{ guildId: GuildId; worker: string }[]>;
}

/** What a holder of a lease brings along when it writes; read at each write. */
export interface Fence {
  readonly generation: Generation;
}

/** Thrown when a write comes under a generation that is not the guild's any more; nothing is written. */
export class LeaseLostError extends Error {
  constructor(readonly guildId: GuildId, readonly generation: Generation) {
    super(`Cannot write for guild ${guildId}: its lease has moved on from generation ${generation}`);
    this.name = "LeaseLostError";
  }
}

/** The stores that a guild's worker writes. A guild that was never leased is open to every writer. */
export interface FencedStorage {
  readonly kv: KvStorage;
  readonly state: StateStorage;
  readonly cron: CronStorage;
}

export interface Storage {
  readonly kv: KvStorage;
  readonly secrets: SecretStorage;
  readonly deployments: DeploymentStorage;
  readonly cron: CronStorage;
  readonly state: StateStorage;
  readonly tokens: TokenStorage;
  readonly logs: LogStorage;
  readonly meta: MetaStorage;
  readonly leases: LeaseStorage;
  /** The same stores for the holder of a lease: writes throw LeaseLostError once it has been overtaken. */
  fenced(fence: Fence): FencedStorage;
  close(): Promise<void>;
}
