/** Whether the claimed run has begun, and how many runs nobody made up for. */
export const cronRuns = `
ALTER TABLE cron_jobs ADD COLUMN started INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cron_jobs ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
`;
