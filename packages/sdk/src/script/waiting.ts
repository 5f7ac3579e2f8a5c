/** @module Handlers that wait for a component beyond the dispatch they were called in. */
import { clearTimer, setTimeout } from "../runtime/timers.ts";
import { ops } from "../runtime/wall.ts";
import { console } from "../web/console.ts";
import type { Awaiting, ComponentContext, ComponentFilter } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";

const DEFAULT_TIMEOUT_MS = 60_000;
/** As long as Discord takes answers to the interaction that the message came from. */
const MAX_TIMEOUT_MS = 15 * 60_000;

/**
 * One call of a handler. While it waits its dispatch ends without it; the dispatch of the component it waited for takes
 * it over, with a deadline of its own.
 */
export class Run {
  #pause = Promise.withResolvers<void>();
  /** The handler's own promise. */
  work: Promise<unknown> = Promise.resolve();

  follow(work: Promise<unknown>): void {
    this.work = work;
    void this.#finish();
  }

  park(): void {
    this.#pause.resolve();
  }

  /** Goes on as part of another dispatch. */
  unpark(): void {
    this.#pause = Promise.withResolvers<void>();
  }

  /** Settles as the handler does, or resolves when it starts to wait. */
  settled(): Promise<void> {
    return this.#pause.promise;
  }

  async #finish(): Promise<void> {
    try {
      await this.work;
      this.#pause.resolve();
    } catch (error) {
      this.#pause.reject(error);
    }
  }
}

interface Waiter {
  run: Run;
  matches(ctx: ComponentContext): boolean;
  resolve(ctx: ComponentContext | null): void;
}

const waiters = new Set<Waiter>();

/** Waits in `run` for a component; null when nobody used one in time. */
export function awaitComponent(
  run: Run,
  filter: ComponentFilter,
  { timeout = DEFAULT_TIMEOUT_MS }: { timeout?: number } = {},
): Promise<ComponentContext | null> {
  if (!(timeout > 0 && timeout <= MAX_TIMEOUT_MS)) {
    throw invalidArgument("timeout", `Cannot wait ${timeout} ms: 1 to ${MAX_TIMEOUT_MS} ms are possible`);
  }
  const matches = matcher(filter);
  ops.life.keepAwake({ ms: Math.ceil(timeout) });
  const { promise, resolve } = Promise.withResolvers<ComponentContext | null>();
  const waiter: Waiter = { run, matches, resolve };
  const timer = setTimeout(() => {
    waiters.delete(waiter);
    // No dispatch takes it over: what it throws from here on is told like any rejection that nobody handled.
    run.work.catch((error) => Promise.reject(error));
    resolve(null);
  }, timeout);
  waiters.add(waiter);
  run.park();
  return promise.finally(() => clearTimer(timer));
}

function matcher(filter: ComponentFilter): Waiter["matches"] {
  if (typeof filter === "function") return (ctx) => Boolean(filter(ctx));
  if (typeof filter === "string") return (ctx) => ctx.msg.data.custom_id === filter;
  if (typeof filter !== "object" || filter === null) {
    throw invalidArgument(
      "filter",
      "Cannot wait for a component: filter must be a custom id, an object or a function",
    );
  }
  const { customId, userId, messageId } = filter;
  return ({ msg }) =>
    (customId === undefined || msg.data.custom_id === customId) &&
    (userId === undefined || msg.user.id === userId) &&
    (messageId === undefined || msg.message?.id === messageId);
}

/** The context of one handler: what it waits for is told by the one it asks. */
export function bindAwaiting<C extends object>(context: C, run: Run): C {
  const awaiting: Awaiting = { awaitComponent: (filter, options) => awaitComponent(run, filter, options) };
  return Object.assign(context, awaiting);
}

/** A filter that throws lets the component go to whoever else it is for. */
function fits({ matches }: Waiter, ctx: ComponentContext): boolean {
  try {
    return matches(ctx);
  } catch (error) {
    console.error("A filter of awaitComponent threw:", error);
    return false;
  }
}

/** Gives a component to the handler that waits for it; that handler's run, undefined where nobody does. */
export function offerComponent(ctx: ComponentContext): Run | undefined {
  for (const waiter of waiters) {
    if (!fits(waiter, ctx)) continue;
    waiters.delete(waiter);
    waiter.run.unpark();
    waiter.resolve(bindAwaiting(ctx, waiter.run));
    return waiter.run;
  }
  return undefined;
}
