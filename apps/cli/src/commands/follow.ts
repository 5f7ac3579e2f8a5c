import { ApiError } from "@flora/api-client";
import type { LogEntry } from "@flora/protocol/api";
import { colours, note } from "../output.ts";
import { type GlobalOptions, openSession, type Session } from "../session.ts";

const RECONNECT_MS = 1_000;

export interface FollowOptions extends GlobalOptions {
  guildId: string;
  level?: string;
  dispatch?: string;
  /** The seq of the last line that was shown. */
  after: number;
}

/** Tails until Ctrl-C; a server that goes away is waited for, and no line is lost or shown twice. */
export async function follow(
  first: Session,
  options: FollowOptions,
  show: (line: LogEntry) => void,
): Promise<void> {
  const stop = stopSignal();
  const { guildId, level, dispatch } = options;
  let { after } = options;
  let session = first;
  let refused: Session | undefined;
  let connected = true;
  while (!stop.aborted) {
    try {
      for await (const line of session.client.followLogs(guildId, { after, level, dispatch, signal: stop })) {
        connected = true;
        after = line.seq;
        show(line);
      }
    } catch (error) {
      if (stop.aborted) return;
      // A flora that started again has a new token in run.json: only the same one refused twice is a refusal.
      if (isUnauthorized(error) && refused?.token !== session.token) refused = session;
      else if (!isPassing(error)) throw error;
    }
    if (connected) note(colours.dim("Connection lost, trying again …"));
    connected = false;
    await pause(RECONNECT_MS, stop);
    session = await openSession(options);
  }
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** Whether it may work again: nobody answered, or the server has a trouble of its own. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => stop.abort());
  return stop.signal;
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
