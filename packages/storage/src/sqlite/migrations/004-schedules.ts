/** What is to happen once. `fire_at` is when it is to be claimed next: moved on by a claim, and where nobody can serve it. */
export const schedules = `
CREATE TABLE schedules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guild_id TEXT NOT NULL,
  name TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  fire_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  claimed INTEGER NOT NULL DEFAULT 0,
  payload TEXT NOT NULL,
  UNIQUE (guild_id, name)
) STRICT;
CREATE INDEX schedules_by_time ON schedules (fire_at);
`;
