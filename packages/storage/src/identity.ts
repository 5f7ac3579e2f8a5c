/** @module Who may do what, and who did what: the identity half of the contract. Times are unix milliseconds. */
import type { AccessLevel, GuildId, GuildRole, UserId } from "@flora/model";

/** A guild that Discord says a person may manage. */
export interface ManagedGuild {
  id: GuildId;
  name: string;
  owner: boolean;
}

/** Somebody who logged in through Discord. */
export interface PersonRecord {
  userId: UserId;
  /** Their user name on Discord. */
  name: string;
  avatar?: string;
  /** As Discord said at `checkedAt`. */
  guilds: ManagedGuild[];
  checkedAt: number;
  /** Tokens to ask Discord again with, sealed; absent once Discord takes them no longer. */
  sealed?: string;
}

export interface PersonStorage {
  put(person: PersonRecord): Promise<void>;
  find(userId: UserId): Promise<PersonRecord | null>;
  /** Those who have neither a session nor a token that has not expired. */
  idle(): Promise<UserId[]>;
  delete(userId: UserId): Promise<boolean>;
}

/** A browser in which a person is logged in. */
export interface SessionRecord {
  /** SHA-256 of what the cookie holds, hex. */
  hash: string;
  userId: UserId;
  createdAt: number;
  expiresAt: number;
}

export interface SessionStorage {
  /** Adds a session; of this person's, the `most` newest stay, and nobody's expired ones. */
  add(session: SessionRecord, most: number): Promise<void>;
  /** Null once it has expired. */
  find(hash: string): Promise<SessionRecord | null>;
  delete(hash: string): Promise<boolean>;
}

/** What somebody gave somebody else in a guild. */
export interface GrantRecord {
  guildId: GuildId;
  userId: UserId;
  role: GuildRole;
  /** Who gave it, in words. */
  grantedBy: string;
  grantedAt: number;
}

export interface GrantStorage {
  /** Puts a grant in the place of that person's one; false where the guild has `most` others, and nothing is put. */
  put(grant: GrantRecord, most: number): Promise<boolean>;
  find(guildId: GuildId, userId: UserId): Promise<GrantRecord | null>;
  /** By age. */
  list(guildId: GuildId): Promise<GrantRecord[]>;
  /** A person's, in all guilds. */
  listOf(userId: UserId): Promise<GrantRecord[]>;
  delete(guildId: GuildId, userId: UserId): Promise<boolean>;
}

export interface TokenRecord {
  id: string;
  /** SHA-256 of the token, hex; the token itself is never stored. */
  hash: string;
  name: string;
  /** `login`: a command line in which its maker is logged in; `api`: made for a purpose. */
  kind: "api" | "login";
  /** The most it may do; never more than its maker may at that moment. */
  level: AccessLevel;
  /** Only in these guilds; absent: wherever its maker may. */
  guildIds?: GuildId[];
  /** Changes nothing, whatever its level. */
  readOnly?: boolean;
  /** Absent where the installation itself made it. */
  maker?: UserId;
  createdAt: number;
  expiresAt?: number;
}

export interface TokenStorage {
  put(token: TokenRecord): Promise<void>;
  /** Also one that has expired, for a while. */
  findByHash(hash: string): Promise<TokenRecord | null>;
  find(id: string): Promise<TokenRecord | null>;
  /** By age. */
  list(): Promise<TokenRecord[]>;
  listOf(maker: UserId): Promise<TokenRecord[]>;
  delete(id: string): Promise<boolean>;
}

/** A command line that waits for a person to say in a browser that it is theirs. */
export interface DeviceLogin {
  /** SHA-256 of the device code, hex. */
  hash: string;
  /** What the person types or compares, unique among those that wait. */
  userCode: string;
  /** How it calls itself. */
  name: string;
  /** Where it asked from. */
  address: string;
  createdAt: number;
  expiresAt: number;
}

/** What a command line hears when it asks how things stand. */
export type DevicePoll =
  | { status: "pending" | "slow-down" | "denied" | "unknown" }
  | { status: "approved"; userId: UserId; name: string };

export interface DeviceLoginStorage {
  /** False, and nothing is added, where `most.all` wait already or `most.perAddress` from the same address. */
  add(login: DeviceLogin, most: { all: number; perAddress: number }): Promise<boolean>;
  /** One that waits, by its user code. */
  find(userCode: string): Promise<DeviceLogin | null>;
  /** A person's word, once: null denies; false where none waits under that code. */
  decide(userCode: string, userId: UserId | null): Promise<boolean>;
  /**
   * How things stand. Who asks again within the interval is slowed down: it grows by five seconds each time. A decision
   * is told once, after which the code is unknown, as it is when it has expired.
   */
  poll(hash: string): Promise<DevicePoll>;
}

/** Who did something. */
export interface AuditActor {
  /** `command`: a person through the bot's own command in Discord. */
  kind: "person" | "token" | "operator" | "command";
  /** A Discord id, or a token's id. */
  id?: string;
  name: string;
}

/** One change, or one that was refused. */
export interface AuditEntry {
  at: number;
  actor: AuditActor;
  /** Such as `deployment.create`. */
  action: string;
  /** Absent where it concerns no single guild. */
  guildId?: GuildId;
  /** What it was done to: a name, a key, an id. */
  target?: string;
  /** What else there is to know; never a secret. */
  details?: Record<string, string>;
  /** Where the request came from. */
  address?: string;
  requestId?: string;
  outcome: "done" | "refused" | "failed";
}

export interface StoredAuditEntry extends AuditEntry {
  /** Grows with every entry. */
  seq: number;
}

export interface AuditQuery {
  limit: number;
  beforeSeq?: number;
  action?: string;
  /** The actor's id. */
  actorId?: string;
  outcome?: AuditEntry["outcome"];
  from?: number;
  until?: number;
}

/** Entries are only ever added; of each guild, and of what concerns none, the newest `keep` stay. */
export interface AuditStorage {
  append(entry: AuditEntry, keep: number): Promise<void>;
  /** Newest first: a guild's, or (null) everybody's. */
  read(guildId: GuildId | null, query: AuditQuery): Promise<StoredAuditEntry[]>;
}
