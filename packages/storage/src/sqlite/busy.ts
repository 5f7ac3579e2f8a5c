/** Whether SQLite gave up because another process holds a lock; nothing has happened then. */
export function isBusy(error: unknown): boolean {
  return /database (table )?is locked/.test((error as Error).message);
}
