/** @module Discord's dispatch payloads as DispatchEvents: the one place that knows the shapes of both. */
import type { DispatchEvent, GuildId } from "@flora/model";
import { camelCase, eventName, interactionEvents } from "./events.ts";

/** A dispatch as it comes from a shard. */
export interface Payload {
  t: string;
  // deno-lint-ignore no-explicit-any -- Discord's payloads, one shape per type
  d: any;
  /** An earlier process may have handed it on already. */
  again?: boolean;
}

/** Payloads that are a guild, not something in one. */
const OF_THE_GUILD_ITSELF = new Set(["GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"]);

const prefix = `ev_${Date.now().toString(36)}_`;
let counter = 0;

/** Unique over restarts; grows within one. */
export function newEventId(): string {
  return prefix + (counter++).toString(36);
}

/** The guild a payload belongs to; undefined for direct messages and everything else no tenant may see. */
export function guildOf({ t, d }: Payload): GuildId | undefined {
  if (OF_THE_GUILD_ITSELF.has(t)) return d.id;
  if (t === "INTERACTION_CREATE" && !installedInGuild(d)) return undefined;
  return typeof d?.guild_id === "string" ? d.guild_id : undefined;
}

/** Whether the guild itself installed the bot: a user's own installation acts for the user, not for the guild. */
// deno-lint-ignore no-explicit-any -- an interaction
function installedInGuild(d: any): boolean {
  const owners = d.authorizing_integration_owners;
  return typeof d.guild_id === "string" && (owners === undefined || owners["0"] === d.guild_id);
}

/** The public event name of a payload; undefined where scripts are not given it. */
export function publicEventOf({ t, d }: Payload): string | undefined {
  if (t === "INTERACTION_CREATE") return interactionEvents[d.type];
  // A guild that is not there yet is nothing; one that the bot was removed from has no script any more.
  if (t === "GUILD_CREATE" && d.unavailable || t === "GUILD_DELETE" && !d.unavailable) return undefined;
  return eventName(t);
}

/** What a script is given of a payload; undefined where it is given nothing. */
export function normalize(payload: Payload, receivedAt: number): DispatchEvent | undefined {
  const guildId = guildOf(payload);
  const event = publicEventOf(payload);
  if (guildId === undefined || event === undefined) return undefined;
  const redelivered = payload.again === true;
  const common = { id: newEventId(), guildId, event, receivedAt, redelivered };
  if (payload.t === "INTERACTION_CREATE") {
    return { ...common, kind: "interaction", ...interaction(payload.d) };
  }
  return { ...common, kind: "event", msg: message(payload), raw: payload.d };
}

// deno-lint-ignore no-explicit-any -- an interaction
function interaction(d: any): Pick<DispatchEvent, "msg" | "raw" | "interaction"> {
  const { token, ...raw } = d;
  const { data, ...rest } = raw;
  return {
    msg: {
      ...camelKeys(rest) as object,
      interactionId: d.id,
      user: camelKeys(d.member?.user ?? d.user),
      ...(data?.name === undefined ? {} : { commandName: data.name }),
      data,
    },
    raw,
    interaction: { id: d.id, applicationId: d.application_id, token, type: d.type },
  };
}

function message({ t, d }: Payload): unknown {
  const msg = camelKeys(d) as Record<string, unknown>;
  // Discord leaves the user out of a message's member, scripts look for it there.
  if ((t === "MESSAGE_CREATE" || t === "MESSAGE_UPDATE") && d.member && d.author) {
    return { ...msg, member: { ...msg.member as object, user: msg.author } };
  }
  return msg;
}

/** A copy with camelCase keys all the way down; values stay as they are. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) copy[camelCase(key)] = camelKeys(item);
  return copy;
}
