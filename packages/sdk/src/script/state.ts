import { invalidArgument } from "./errors.ts";

/** A JSON value that outlives the isolate. */
export interface State<T> {
  /** Read and write it, or change what is in it; what it is when the isolate ends is what the next one starts with. */
  value: T;
}

let restored: Record<string, unknown> = {};
const states = new Map<string, State<unknown>>();

/**
 * A value that survives hibernation, migration and redeploys; `initial` is what it is at first. Values are plain JSON,
 * kept per `name`. For what must survive a crash of the machine use {@link kv}.
 *
 * @example
 * const seen = state("seen", { messages: 0 });
 * on("messageCreate", () => {
 *   seen.value.messages++;
 * });
 */
export function state<T>(name: string, initial: T): State<T> {
  if (typeof name !== "string" || name === "") {
    throw invalidArgument("name", "Cannot make state: it needs a name");
  }
  const known = states.get(name);
  if (known) return known as State<T>;
  const value = Object.hasOwn(restored, name) ? restored[name] : JSON.parse(JSON.stringify(initial ?? null));
  const made: State<unknown> = { value };
  states.set(name, made);
  return made as State<T>;
}

/** What the last isolate of the guild left; states the script does not ask for this time are kept too. */
export function restoreStates(saved: Record<string, unknown>): void {
  restored = saved;
}

export function collectStates(): Record<string, unknown> {
  const current = [...states].map(([name, { value }]) => [name, value ?? null] as const);
  return { ...restored, ...Object.fromEntries(current) };
}
