/**
 * Waits for `task`, but no longer than `ms` milliseconds: resolves with its result, or with undefined when the time is
 * over. The task is not cancelled then; how it ends is ignored. Rejects where the task rejects in time.
 */
export async function within<T>(ms: number, task: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
