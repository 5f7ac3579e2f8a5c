/** @module setTimeout and friends, over one wake-up call of the host. */
import { scriptError } from "../script/errors.ts";
import { currentDispatch, enter } from "./wall.ts";

interface Timer {
  dueAt: number;
  run(): void;
  everyMs: number | undefined;
  dispatch: string | undefined;
}

const MAX_DELAY_MS = 2 ** 31 - 1;

const timers = new Map<number, Timer>();
let lastId = 0;
let most = Infinity;

/** More than `count` pending timers are refused from now on. */
export function limitTimers(count: number): void {
  most = count;
}

function add(handler: unknown, delay: unknown, args: unknown[], repeats: boolean): number {
  if (typeof handler !== "function") throw new TypeError("A timer's handler must be a function");
  if (timers.size >= most) {
    throw scriptError("LIMIT_EXCEEDED", `Cannot set timer: ${timers.size} are pending, at most ${most}`);
  }
  const asked = Number(delay);
  const delayMs = asked >= 1 && asked <= MAX_DELAY_MS ? asked : 1;
  timers.set(++lastId, {
    dueAt: Date.now() + delayMs,
    run: () => void handler(...args),
    everyMs: repeats ? delayMs : undefined,
    dispatch: currentDispatch(),
  });
  return lastId;
}

export function setTimeout(handler: unknown, delay?: unknown, ...args: unknown[]): number {
  return add(handler, delay, args, false);
}

export function setInterval(handler: unknown, delay?: unknown, ...args: unknown[]): number {
  return add(handler, delay, args, true);
}

export function clearTimer(id?: unknown): void {
  timers.delete(Number(id));
}

/** A dispatch that was ended takes its timers with it. */
export function clearTimersOf(dispatch: string): void {
  for (const [id, timer] of timers) if (timer.dispatch === dispatch) timers.delete(id);
}

/**
 * Runs what is due. Timers of one dispatch a turn: what a turn leads to counts to a single dispatch; the others ask
 * to be woken at once.
 */
export function runDueTimers(onError: (error: unknown) => void): void {
  const now = Date.now();
  const due = [...timers].filter(([, timer]) => timer.dueAt <= now).sort(([, a], [, b]) => a.dueAt - b.dueAt);
  const dispatch = due[0]?.[1].dispatch;
  enter(dispatch);
  for (const [id, timer] of due) {
    // An earlier one may have cleared it.
    if (timer.dispatch !== dispatch || !timers.has(id)) continue;
    if (timer.everyMs === undefined) timers.delete(id);
    else timer.dueAt = now + timer.everyMs;
    try {
      timer.run();
    } catch (error) {
      onError(error);
    }
  }
}

/** Milliseconds until the next timer is due; undefined without timers. */
export function nextWakeMs(): number | undefined {
  let dueAt = Infinity;
  for (const timer of timers.values()) dueAt = Math.min(dueAt, timer.dueAt);
  return dueAt === Infinity ? undefined : Math.max(0, dueAt - Date.now());
}
