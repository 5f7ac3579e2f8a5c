/**
 * Who may do what, and who did what. Tokens of before are the installation's: those for no guild in particular are
 * operators', the others could do everything in their guilds but say who else may.
 */
export const identity = `
CREATE TABLE people (
  user_id TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
  hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);

CREATE TABLE grants (
  guild_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_user ON grants (user_id);

ALTER TABLE tokens ADD COLUMN maker TEXT;
ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
UPDATE tokens SET
  expires_at = json_extract(body, '$.expiresAt'),
  body = json_insert(
    body,
    '$.kind', 'api',
    '$.level', CASE WHEN json_type(body, '$.guildIds') IS NULL THEN 'operator' ELSE 'editor' END
  );
CREATE INDEX tokens_by_maker ON tokens (maker) WHERE maker IS NOT NULL;
CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE device_logins (
  hash TEXT PRIMARY KEY,
  user_code TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  polled_at INTEGER,
  interval_ms INTEGER NOT NULL,
  decided INTEGER NOT NULL DEFAULT 0,
  user_id TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_logins_by_address ON device_logins (address);

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  guild_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor_id TEXT,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_guild ON audit (guild_id, seq);
CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
`;
