/**
 * Waits until `check` answers something else than undefined, null or false, and answers that; throws an error that names
 * `what` after `patienceMs`.
 */
export async function until<T>(
  what: string,
  check: () => Promise<T> | T,
  patienceMs = 30_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const result = await check();
    if (result !== undefined && result !== null && result !== false) {
      return result as NonNullable<Exclude<T, false>>;
    }
    if (performance.now() > giveUpAt) throw new Error(`Waited ${patienceMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

const LOOK_MS = 10;
