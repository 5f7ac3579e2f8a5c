/**
 * Texts that a script may fill with anything, NUL included, are kept as JSON or as UTF-8 bytes: the driver cuts TEXT at
 * the first NUL. Bytes also order keys as the contract wants. Small columns stand before big ones, which spill over.
 */
export const first = `
CREATE TABLE kv_guilds (
  guild_id TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE kv_entries (
  id INTEGER PRIMARY KEY,
  guild_id TEXT NOT NULL,
  store TEXT NOT NULL,
  key BLOB NOT NULL,
  version INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  expires_at INTEGER,
  metadata TEXT,
  value BLOB NOT NULL,
  UNIQUE (guild_id, store, key)
) STRICT;
CREATE INDEX kv_expiry ON kv_entries (expires_at, guild_id, bytes) WHERE expires_at IS NOT NULL;

CREATE TABLE secrets (
  guild_id TEXT NOT NULL,
  name TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  allowed_hosts TEXT NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (guild_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (
  guild_id TEXT NOT NULL,
  id TEXT NOT NULL,
  manifest TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (guild_id, id)
) STRICT;

CREATE TABLE deployments (
  guild_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  revision_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (guild_id, number),
  FOREIGN KEY (guild_id, revision_id) REFERENCES revisions (guild_id, id)
) STRICT;
CREATE INDEX deployments_by_revision ON deployments (guild_id, revision_id);

CREATE TABLE current_deployments (
  guild_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL,
  FOREIGN KEY (guild_id, number) REFERENCES deployments (guild_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE cron_jobs (
  guild_id TEXT NOT NULL,
  job TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  status TEXT,
  ended_at INTEGER,
  PRIMARY KEY (guild_id, job)
) STRICT, WITHOUT ROWID;

CREATE TABLE states (
  guild_id TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE logs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  guild_id TEXT NOT NULL,
  level INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX logs_by_guild ON logs (guild_id, seq);

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
