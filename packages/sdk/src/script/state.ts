import { encodeUtf8 } from "../web/utf8.ts";
import { invalidArgument } from "./errors.ts";

const { stringify } = JSON;
const { now } = Date;
const { max } = Math;
const MIB = 1024 * 1024;
/** Most bytes of UTF-8 that one unit of text becomes. */
const UNIT_BYTES = 3;
/** Whether all states have room is looked at no more often than this, ... */
const LOOK_EVERY_MS = 1_000;
/** ... and takes no more than this share of the time: it costs as much as writing them. */
const LOOK_SHARE = 0.01;

/** A JSON value that outlives the isolate. */
export interface State<T> {
  /** Read and write it, or change what is in it; what it is when the isolate ends is what the next one starts with. */
  value: T;
}

let restored: Record<string, unknown> = {};
let mostBytes = Infinity;
const states = new Map<string, State<unknown>>();
let made = false;
let lookAt = 0;
let toldOf = "";

/**
 * A value that survives hibernation, migration and redeploys; `initial` is what it is at first. Values are plain JSON,
 * kept per `name`, 8 MiB together unless the operator set another limit: one that has no room stays as it was when the
 * script started, which the log tells, as a rule right after the event that made it so. For what must survive a crash of the machine use {@link kv}.
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
  const fresh: State<unknown> = { value };
  states.set(name, fresh);
  made = true;
  return fresh as State<T>;
}

/** What the last isolate of the guild left; states the script does not ask for this time are kept too. */
export function restoreStates(saved: Record<string, unknown>, limitBytes: number): void {
  restored = saved;
  mostBytes = limitBytes;
}

/** All states; one for which there is no room stays as the isolate found it, which `refuse` is told. */
export function collectStates(refuse: (error: Error) => void): Record<string, unknown> {
  const current = [...states].map(([name, { value }]) => [name, value ?? null] as const);
  const all = { ...restored, ...Object.fromEntries(current) };
  if (stringify(all).length * UNIT_BYTES <= mostBytes) return all;
  const kept = { ...restored };
  let bytes = bytesOf(kept);
  for (const [name, value] of current) {
    const before = Object.hasOwn(kept, name) ? bytesOf({ [name]: kept[name] }) : 0;
    const after = bytes - before + bytesOf({ [name]: value });
    if (after > mostBytes) {
      const size = `${shown(bytesOf(value))}, all states together at most ${shown(mostBytes)}`;
      refuse(new Error(`Cannot keep state "${name}": value is ${size}; it stays as it was`));
      continue;
    }
    kept[name] = value;
    bytes = after;
  }
  return kept;
}

/** At the end of a dispatch: tells of states that could certainly not be kept as they are now, once until that changes. */
export function lookAtStates(refuse: (error: Error) => void): void {
  const start = now();
  if (!made || start < lookAt) return;
  const problem = problemNow();
  lookAt = now() + max(LOOK_EVERY_MS, (now() - start) / LOOK_SHARE);
  if (problem !== "" && problem !== toldOf) refuse(new Error(problem));
  toldOf = problem;
}

/** By length alone, which is never more than the bytes are; empty where there is none. */
function problemNow(): string {
  let units = 0;
  let largest = { name: "", units: 0 };
  for (const [name, { value }] of states) {
    let own: number;
    try {
      own = stringify(value ?? null)?.length ?? 0;
    } catch (error) {
      return `Cannot keep state "${name}": value is not JSON (${(error as Error | null)?.message})`;
    }
    units += own;
    if (own > largest.units) largest = { name, units: own };
  }
  if (units <= mostBytes) return "";
  const sizes = `value is ${shown(largest.units)} or more, all states together at most ${shown(mostBytes)}`;
  return `Cannot keep state "${largest.name}": ${sizes}; unless it shrinks it goes back to what it was`;
}

function bytesOf(value: unknown): number {
  return encodeUtf8(stringify(value)).length;
}

function shown(bytes: number): string {
  return bytes < MIB ? `${bytes} bytes` : `${(bytes / MIB).toFixed(1)} MiB`;
}
