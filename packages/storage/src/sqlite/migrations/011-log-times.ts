/** Time and dispatch of log lines in columns and one index, so that a query reads no text that it does not want. */
export const logTimes = `
ALTER TABLE logs ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN dispatch_id TEXT;
UPDATE logs SET at = json_extract(body, '$.at'), dispatch_id = json_extract(body, '$.dispatchId');
DROP INDEX logs_by_guild;
CREATE INDEX logs_by_guild ON logs (guild_id, seq, level, at, dispatch_id);
`;
