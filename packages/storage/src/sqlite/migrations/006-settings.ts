/** What guilds' people set; manifests of before define nothing. */
export const settings = `
CREATE TABLE settings (
  guild_id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (guild_id, key)
) STRICT, WITHOUT ROWID;

UPDATE revisions SET manifest = json_insert(manifest, '$.settings', json('[]'));
UPDATE deployments SET body = json_insert(body, '$.manifest.settings', json('[]'));
`;
