/** @module setTimeout and friends, over one wake-up call of the host. */
import { scriptError } from "../script/errors.ts";
import { currentDispatch, enter, wakeAt } from "./wall.ts";

interface Timer {
  dueAt: number;
  run(): void;
  everyMs: number | undefined;
  dispatch: string | undefined;
}

const MAX_DELAY_MS = 2 ** 31 - 1;

const { now } = Date;
const timers: Record<string, Timer> = Object.create(null);
let pending = 0;
let lastId = 0;
/** When the first is due, as the host has been told; Infinity without timers. */
let firstAt = Infinity;
let most = Infinity;

/** More than `count` pending timers are refused from now on. */
export function limitTimers(count: number): void {
  most = count;
}

function add(handler: unknown, delay: unknown, args: unknown[], repeats: boolean): number {
  if (typeof handler !== "function") throw new TypeError("A timer's handler must be a function");
  if (pending >= most) {
    throw scriptError("LIMIT_EXCEEDED", `Cannot set timer: ${pending} are pending, at most ${most}`);
  }
  const asked = Number(delay);
  const delayMs = asked >= 1 && asked <= MAX_DELAY_MS ? asked : 1;
  pending++;
  const dueAt = now() + delayMs;
  timers[++lastId] = {
    dueAt,
    run: () => void handler(...args),
    everyMs: repeats ? delayMs : undefined,
    dispatch: currentDispatch(),
  };
  if (dueAt < firstAt) wakeAt(firstAt = dueAt);
  return lastId;
}

export function setTimeout(handler: unknown, delay?: unknown, ...args: unknown[]): number {
  return add(handler, delay, args, false);
}

export function setInterval(handler: unknown, delay?: unknown, ...args: unknown[]): number {
  return add(handler, delay, args, true);
}

export function clearTimer(id?: unknown): void {
  if (remove(`${Number(id)}`)?.dueAt === firstAt) findFirst();
}

function remove(id: string): Timer | undefined {
  const timer = timers[id];
  if (timer !== undefined) pending--;
  delete timers[id];
  return timer;
}

/** A dispatch that was ended takes its timers with it. */
export function clearTimersOf(dispatch: string): void {
  for (const id in timers) if (timers[id]!.dispatch === dispatch) remove(id);
  findFirst();
}

/**
 * Runs what is due. Timers of one dispatch a turn: what a turn leads to counts to a single dispatch; the others ask
 * to be woken at once.
 */
export function runDueTimers(onError: (error: unknown) => void): void {
  const at = now();
  const due = Object.entries(timers).filter(([, timer]) => timer.dueAt <= at)
    .sort(([, a], [, b]) => a.dueAt - b.dueAt);
  const dispatch = due[0]?.[1].dispatch;
  enter(dispatch);
  for (const [id, timer] of due) {
    // An earlier one may have cleared it.
    if (timer.dispatch !== dispatch || timers[id] === undefined) continue;
    if (timer.everyMs === undefined) remove(id);
    else timer.dueAt = at + timer.everyMs;
    try {
      timer.run();
    } catch (error) {
      onError(error);
    }
  }
  findFirst();
}

/** Tells the host anew when the first is due. */
function findFirst(): void {
  firstAt = Infinity;
  for (const id in timers) {
    const { dueAt } = timers[id]!;
    if (dueAt < firstAt) firstAt = dueAt;
  }
  wakeAt(firstAt);
}
