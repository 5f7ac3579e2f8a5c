/** @module What a revision can do: what its code names, and what it registered when it was loaded. */
import type { BundleUses, Capability, DynamicUse, Manifest } from "@flora/model";
import { isRestFunction } from "@flora/sdk/abilities/routes";
import { wordsOf } from "@flora/sdk/abilities/words";
import { intentNames, wantedIntents } from "../discord/intents.ts";

/** What is known of a revision. */
export interface Known {
  manifest: Manifest;
  /** Absent where nobody looked. */
  uses?: BundleUses | undefined;
}

const answers: Record<string, string> = { reply: "reply", react: "react to messages" };

const dynamic: Record<DynamicUse, string> = {
  rest: "use any function of rest, chosen while it runs",
  host: "send requests to addresses made while it runs",
  secret: "use any secret, chosen while it runs",
  store: "keep data in any store, named while it runs",
  anything: "do anything a script can, chosen while it runs",
};

export function capabilitiesOf({ manifest, uses }: Known): Capability[] {
  return [...uses ? fromCode(uses) : [], ...fromManifest(manifest)];
}

/** Kinds that are read from the code alone. */
const ofCode = new Set<Capability["kind"]>(["rest", "answer", "host", "secret", "store", "dynamic"]);

export interface Changes {
  added: Capability[];
  removed: Capability[];
}

/** What changes; nothing of the code where one of the two was never looked at. Before a first deploy everything is new. */
export function changesOf(from: Known | undefined, to: Known): Changes {
  const before = from ? capabilitiesOf(from) : [], after = capabilitiesOf(to);
  const told = ({ kind }: Capability) => !from || !ofCode.has(kind) || (from.uses && to.uses);
  const without = (list: Capability[], other: Capability[]) => {
    const known = new Set(other.map(keyOf));
    return list.filter((one) => told(one) && !known.has(keyOf(one)));
  };
  return { added: without(after, before), removed: without(before, after) };
}

const keyOf = ({ kind, name }: Capability) => `${kind} ${name}`;

function fromCode(uses: BundleUses): Capability[] {
  const named = (kind: Capability["kind"], names: string[], text: (name: string) => string) =>
    names.map((name) => ({ kind, name, text: text(name) }));
  return [
    ...named("rest", uses.rest.filter(isRestFunction), wordsOf),
    ...named("answer", uses.answers.filter((name) => name in answers), (name) => answers[name]!),
    ...named("host", uses.hosts, (host) => `send requests to ${host}`),
    ...named("secret", uses.secrets, (name) => `use the secret ${name}`),
    ...named("store", uses.stores, (name) => `keep data in the store ${name}`),
    ...uses.dynamic.map(({ use, file, line }) => {
      const place = line > 0 ? [`first at ${file}:${line}`] : [];
      const hosts = use === "host" && uses.mentioned.length > 0
        ? [`its code mentions ${uses.mentioned.join(", ")}`]
        : [];
      const detail = [...place, ...hosts].join("; ");
      return { kind: "dynamic" as const, name: use, text: dynamic[use], ...(detail && { detail }) };
    }),
  ];
}

function fromManifest(manifest: Manifest): Capability[] {
  const { events, commands, prefixCommands, prefix, crons, webhooks } = manifest;
  return [
    ...events.map((name) => ({ kind: "event" as const, name, text: `hear ${name}` })),
    ...intentNames(wantedIntents(manifest)).map((name) => ({
      kind: "intent" as const,
      name,
      text: `ask Discord for events of ${name}`,
    })),
    ...commands.map(({ type = 1, name }) => ({
      kind: "command" as const,
      name: `${type}:${name}`,
      text: type === 1
        ? `answer /${name}`
        : `answer "${name}" in the menu of ${type === 2 ? "people" : "messages"}`,
    })),
    ...prefixCommands.map((name) => ({
      kind: "command" as const,
      name: `prefix:${name}`,
      text: `answer ${prefix ?? ""}${name}`,
    })),
    ...crons.map(({ name, expr }) => ({
      kind: "cron" as const,
      name,
      text: `run "${name}" by itself`,
      detail: expr,
    })),
    ...webhooks.map(({ name }) => ({
      kind: "webhook" as const,
      name,
      text: `be called at the webhook ${name}`,
    })),
  ];
}
