/** How often it is looked whether who started this process still lives. Milliseconds. */
const PARENT_CHECK_MS = 1_000;

/** Aborts at a signal to end, and when the process that started this one is gone. */
export function stopSignal(): AbortController {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => stop.abort());
  }
  const parent = Deno.ppid;
  const timer = setInterval(() => {
    if (Deno.ppid !== parent) stop.abort();
  }, PARENT_CHECK_MS);
  stop.signal.addEventListener("abort", () => clearInterval(timer));
  return stop;
}
