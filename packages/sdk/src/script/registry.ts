/** @module What a script registered while it was loaded: handlers by event, commands, crons, webhooks, settings. */
import type {
  CommandDefinition,
  CronDefinition,
  Manifest,
  SettingDefinition,
  WebhookDefinition,
} from "@flora/model";
import { invalidArgument } from "./errors.ts";

// deno-lint-ignore no-explicit-any -- one shape of context per event
export type Handler = (ctx: any) => unknown;

interface Registered {
  handler: Handler;
  /** Whether the event itself is wanted; commands are wanted by prefix or definition instead. */
  listed: boolean;
}

const handlers = new Map<string, Registered[]>();
const crons = new Map<string, { definition: CronDefinition; handler: Handler }>();
const webhooks = new Map<string, { definition: WebhookDefinition; handler: Handler }>();
let settings: SettingDefinition[] = [];
let commands: CommandDefinition[] = [];
let prefixes: { prefix: string; names: string[] } | undefined;
let closed = false;

/** Interactions that `interactionCreate` handlers see besides those of their own event. */
const OTHER_INTERACTIONS = ["componentInteraction", "modalSubmit"];
const MAX_CRONS = 32;
const MAX_WEBHOOKS = 16;

/** Refuses what comes after the top level has ended: the guild is woken only for what it registered by then. */
function assertOpen(what: string): void {
  if (closed) {
    throw invalidArgument("", `Cannot register ${what}: the script has loaded, do it at the top level`);
  }
}

export function closeRegistry(): void {
  closed = true;
}

export function addHandler(event: string, handler: Handler, listed = true): void {
  assertOpen(`a handler of ${event}`);
  const list = handlers.get(event) ?? [];
  list.push({ handler, listed });
  handlers.set(event, list);
}

/** Handlers of one event in the order they were registered. */
export function handlersOf(event: string): Handler[] {
  const own = (handlers.get(event) ?? []).map(({ handler }) => handler);
  if (!OTHER_INTERACTIONS.includes(event)) return own;
  const wide = (handlers.get("interactionCreate") ?? []).filter(({ listed }) => listed);
  return [...own, ...wide.map(({ handler }) => handler)];
}

/** Refuses what would lead to an event that nothing in the script handles; nobody knows before it has loaded. */
export function assertHandled(event: string, what: string): void {
  if (closed && !handlers.has(event)) {
    throw invalidArgument(
      "",
      `${what}: the script has no handler for it, add on(${JSON.stringify(event)}, …)`,
    );
  }
}

export function addCommands(definitions: CommandDefinition[]): void {
  assertOpen("commands");
  commands = definitions;
}

export function addPrefixCommands(prefix: string, names: string[]): void {
  assertOpen("commands");
  prefixes = { prefix, names };
}

export function addCron(definition: CronDefinition, handler: Handler): void {
  assertOpen(`cron ${definition.name}`);
  if (crons.has(definition.name)) {
    throw invalidArgument("name", `Cannot register cron ${definition.name} twice`);
  }
  if (crons.size === MAX_CRONS) throw invalidArgument("name", `Cannot register more than ${MAX_CRONS} crons`);
  if (crons.size === 0) addHandler("cron", (ctx) => crons.get(ctx.name)?.handler(ctx), false);
  crons.set(definition.name, { definition, handler });
}

export function addWebhook(definition: WebhookDefinition, handler: Handler): void {
  const { name } = definition;
  assertOpen(`webhook ${name}`);
  if (webhooks.has(name)) throw invalidArgument("name", `Cannot register webhook ${name} twice`);
  if (webhooks.size === MAX_WEBHOOKS) {
    throw invalidArgument("name", `Cannot register more than ${MAX_WEBHOOKS} webhooks`);
  }
  if (webhooks.size === 0) addHandler("webhook", (ctx) => webhooks.get(ctx.msg.name)?.handler(ctx), false);
  webhooks.set(name, { definition, handler });
}

export function addSettings(definitions: SettingDefinition[]): void {
  assertOpen("settings");
  settings = definitions;
}

export function buildManifest(): Manifest {
  const events = [...handlers].filter(([, list]) => list.some(({ listed }) => listed)).map(([event]) =>
    event
  );
  return {
    events,
    ...(prefixes ? { prefix: prefixes.prefix } : {}),
    prefixCommands: prefixes?.names ?? [],
    commands,
    crons: [...crons.values()].map(({ definition }) => definition),
    webhooks: [...webhooks.values()].map(({ definition }) => definition),
    settings,
  };
}
