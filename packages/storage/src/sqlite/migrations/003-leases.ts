/** Which worker a guild belongs to, and since which generation. */
export const leases = `
CREATE TABLE leases (
  guild_id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  generation INTEGER NOT NULL
) WITHOUT ROWID;
`;
