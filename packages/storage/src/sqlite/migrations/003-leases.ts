/** `issued` is the greatest generation ever given out; `prepared` one that may write beside the current one. */
export const leases = `
CREATE TABLE leases (
  guild_id TEXT PRIMARY KEY,
  holder TEXT,
  generation INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  prepared INTEGER,
  pinned_to TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX leases_by_holder ON leases (holder) WHERE holder IS NOT NULL;
CREATE INDEX leases_pinned ON leases (pinned_to) WHERE pinned_to IS NOT NULL;
`;
