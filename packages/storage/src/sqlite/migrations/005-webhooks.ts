/** Addresses of guilds' own; manifests of before have none. */
export const webhooks = `
CREATE TABLE webhooks (
  guild_id TEXT NOT NULL,
  name TEXT NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (guild_id, name)
) STRICT, WITHOUT ROWID;

UPDATE revisions SET manifest = json_insert(manifest, '$.webhooks', json('[]'));
UPDATE deployments SET body = json_insert(body, '$.manifest.webhooks', json('[]'));
`;
