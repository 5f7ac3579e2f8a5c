import { describe } from "../runtime/describe.ts";
import { utf8Length } from "../web/utf8.ts";
import { invalidArgument } from "./errors.ts";

const { parse, stringify } = JSON;
const { now } = Date;
const { max } = Math;
const MIB = 1024 * 1024;
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
/** The same as JSON, which nothing that a script does to its values changes. */
let found = new Map<string, string>();
let mostBytes = Infinity;
const states = new Map<string, State<unknown>>();
let made = false;
let lookAt = 0;
let toldOf = "";

/**
 * A value that survives hibernation, migration and redeploys; `initial` is what it is at first. Values are plain JSON,
 * kept per `name`, 8 MiB together unless the operator set another limit: one that has no room, or is no JSON, stays as
 * it was when the script started, which the log tells, as a rule right after the event that made it so. For what must
 * survive a crash of the machine use {@link kv}.
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
  found = new Map(Object.entries(saved).map(([name, value]) => [name, stringify(value)]));
  mostBytes = limitBytes;
}

/** All states; one that cannot be kept stays as the isolate found it, which `refuse` is told. */
export function collectStates(refuse: (error: Error) => void): Record<string, unknown> {
  const { kept, problems } = weigh();
  for (const problem of problems) refuse(new Error(`${problem}; it stays as it was`));
  return kept;
}

/** At the end of a dispatch: tells of a state that could not be kept as it is now, once until that changes. */
export function lookAtStates(refuse: (error: Error) => void): void {
  const start = now();
  if (!made || start < lookAt) return;
  const [problem = ""] = weigh().problems;
  lookAt = now() + max(LOOK_EVERY_MS, (now() - start) / LOOK_SHARE);
  if (problem !== "" && problem !== toldOf) {
    refuse(new Error(`${problem}; unless that changes it goes back to what it was`));
  }
  toldOf = problem;
}

/** What is kept of the states as they are now, and why the others are not. */
function weigh(): { kept: Record<string, unknown>; problems: string[] } {
  const kept = new Map(Object.entries(restored));
  const problems: string[] = [];
  const grown: { name: string; text: string; value: unknown; moreBytes: number }[] = [];
  let bytes = entriesBytes(found);
  const keep = ({ name, value, moreBytes }: (typeof grown)[number]) => {
    kept.set(name, value);
    bytes += moreBytes;
  };
  const refuse = (name: string, why: string) => {
    const before = found.get(name);
    if (before !== undefined) kept.set(name, parse(before));
    problems.push(`Cannot keep state "${name}": value is ${why}`);
  };
  for (const [name, state] of states) {
    try {
      const { value = null } = state;
      const text = asJson(value);
      const one = {
        name,
        text,
        value,
        moreBytes: entryBytes(name, text) - entryBytes(name, found.get(name)),
      };
      if (one.moreBytes > 0) grown.push(one);
      else keep(one);
    } catch (error) {
      refuse(name, `not JSON (${describe(error).message})`);
    }
  }
  for (const one of grown) {
    if (bytes + one.moreBytes <= mostBytes) keep(one);
    else refuse(one.name, `${shown(utf8Length(one.text))}, all states together at most ${shown(mostBytes)}`);
  }
  return { kept: Object.fromEntries(kept), problems };
}

/** Throws where there is no such text. */
function asJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError(`it is a ${typeof value}`);
  return text;
}

/** Of an object with these entries as JSON. */
function entriesBytes(texts: Map<string, string>): number {
  let bytes = 1;
  for (const [name, text] of texts) bytes += entryBytes(name, text);
  return bytes;
}

/** With colon and comma; nothing where it is not there. */
function entryBytes(name: string, text: string | undefined): number {
  return text === undefined ? 0 : utf8Length(stringify(name)) + utf8Length(text) + 2;
}

function shown(bytes: number): string {
  return bytes < MIB ? `${bytes} bytes` : `${(bytes / MIB).toFixed(1)} MiB`;
}
