/** @module Reads what a marked bundle uses, from the compiler's own regular way of writing code. */
import type { BundleUses, DynamicUse } from "@flora/model";
import { isTelling, type Marked, type UseMarks } from "./marks.ts";
import { payloadKeys } from "./payload-keys.ts";

/** Where in the code something is picked at run time, first places first. */
export type DynamicAt = Map<DynamicUse, number>;

export interface ReadUses {
  uses: Omit<BundleUses, "dynamic">;
  dynamic: DynamicAt;
}

const MOST_REST = 300;
const MOST = 100;
const LONGEST = 256;

const member = /^\??\.?(?:([A-Za-z_$][\w$]*)|\["((?:[^"\\]|\\.)*)"\])/;
/** An object pattern without defaults or patterns within, right before what it takes apart. */
const pattern = /\{([\w$:,]*)\}=$/;
const stringArgument = /^\((?:"((?:[^"\\]|\\.)*)"|`([^`\\$]*)[`$])/;
/** The host of an address, certain once something follows that ends it. */
const address = /^https?:\/\/([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i;
const anyAddress = /["'`]https?:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[:/?#"'`])/gi;
/** A member that is called at once, and its arguments. */
const callOf = /^\??\.?(?:[A-Za-z_$][\w$]*|\["(?:[^"\\]|\\.)*"\])(?:\?\.)?(\([^]*)/;
const answer = /\.(reply|react)\(/g;

/** What each of these is asked by: the function whose argument is a name, and what is unknown without it. */
const named: Partial<Record<Marked, { method: string; list: "secrets" | "stores"; use: DynamicUse }>> = {
  secrets: { method: "get", list: "secrets", use: "secret" },
  kv: { method: "store", list: "stores", use: "store" },
};

export function readUses(code: string, marks: UseMarks): ReadUses {
  const found = {
    rest: new Set<string>(),
    payloads: new Set<string>(),
    answers: new Set<string>(),
    hosts: new Set<string>(),
    mentioned: new Set<string>(),
    secrets: new Set<string>(),
    stores: new Set<string>(),
  };
  const dynamic: DynamicAt = new Map();
  const pick = (use: DynamicUse, at: number) => dynamic.has(use) || dynamic.set(use, at);
  const add = (list: keyof typeof found, name: string, use: DynamicUse, at: number) => {
    if (
      found[list].size < (list === "rest" || list === "payloads" ? MOST_REST : MOST) && name.length <= LONGEST
    ) {
      found[list].add(name);
    } else pick(use, at);
  };
  for (const { of, at, end } of marks.find(code)) {
    const before = code.slice(Math.max(0, at - 11), at);
    if (/\btypeof(?: |\(0,)$/.test(before)) continue;
    const rest = code.slice(before.endsWith("(0,") ? end + 1 : end, end + 1_000);
    const members = membersOf(code, at, rest);
    if (of === "globals" || of === "sdk") {
      // Single names that are not looked for do no harm.
      if (!members || members.length === 0 || members.some(isTelling)) pick("anything", at);
    } else if (of === "fetch") {
      const argument = stringOf(rest);
      const host = argument && hostOf(argument);
      if (host === undefined) pick("host", at);
      else add("hosts", host, "host", at);
    } else if (!members) pick(named[of]?.use ?? "rest", at);
    else if (of === "rest") {
      for (const name of members) add("rest", name, "rest", at);
      const called = callOf.exec(rest)?.[1];
      for (const key of called ? payloadKeys(called) : []) found.payloads.add(`${members[0]} ${key}`);
    } else {
      const { method, list, use } = named[of]!;
      const called = members.length === 1 && members[0] === method ? rest.slice(rest.indexOf("(")) : "";
      const argument = stringOf(called);
      if (argument?.whole) add(list, argument.text, use, at);
      else if (members.includes(method)) pick(use, at);
    }
  }
  for (const [, name] of code.matchAll(answer)) found.answers.add(name!);
  for (const [, host] of code.matchAll(anyAddress)) {
    if (!found.hosts.has(host!.toLowerCase()) && found.mentioned.size < MOST) {
      found.mentioned.add(host!.toLowerCase());
    }
  }
  const uses = Object.fromEntries(Object.entries(found).map(([list, names]) => [list, [...names].sort()]));
  return { uses: uses as ReadUses["uses"], dynamic };
}

/** The members that are asked for at a place; undefined where the whole is handed on. */
function membersOf(code: string, at: number, rest: string): string[] | undefined {
  const [, name, quoted] = member.exec(rest) ?? [];
  if (/^(?:\?\.|\.|\[")/.test(rest)) return [name ?? unescape(quoted!)];
  const [, keys] = pattern.exec(code.slice(Math.max(0, at - 2_000), at)) ?? [];
  return keys?.split(",").filter(Boolean).map((key) => key.split(":")[0]!);
}

interface Text {
  text: string;
  /** Whether it is all there is; otherwise it goes on with something that is not known. */
  whole: boolean;
}

function stringOf(called: string): Text | undefined {
  const match = stringArgument.exec(called);
  if (!match) return undefined;
  const [matched, quoted, template] = match;
  if (template !== undefined) return { text: template, whole: matched.endsWith("`") };
  const whole = /^[,)]/.test(called.slice(matched.length));
  return { text: unescape(quoted!), whole };
}

function hostOf({ text, whole }: Text): string | undefined {
  const match = address.exec(text);
  if (!match) return undefined;
  // What is only the beginning of an address may go on within the host.
  const ended = whole || /[/?#]/.test(text.slice(match[0].length - 1));
  return ended ? match[1]!.toLowerCase() : undefined;
}

function unescape(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    return quoted;
  }
}
