/** Stores that somebody made before anything was in them. */
export const kvStores = `
CREATE TABLE kv_stores (
  guild_id TEXT NOT NULL,
  store TEXT NOT NULL,
  PRIMARY KEY (guild_id, store)
) STRICT, WITHOUT ROWID;
`;
