import { type AccessLevel, type GuildId, isEnough, lesser, type UserId } from "@flora/model";
import type { InsideMember } from "@flora/protocol";
import type { TokenRecord } from "@flora/storage";
import type { Standing } from "./standing.ts";

/** Who calls, and what they may at this moment. */
export interface Caller {
  /** As logs and lists show it: a token's name, or a person's on Discord behind an @, which no token's begins with. */
  name: string;
  /** The person, or the maker of the token; absent for tokens that the installation itself made. */
  userId?: UserId;
  /** By what they proved it. */
  proof: { kind: "session"; hash: string } | { kind: "token"; token: TokenRecord } | { kind: "discord" };
  operator: boolean;
  readOnly: boolean;
  /** The guilds in which they have a role; absent: every one. */
  guildIds?: readonly GuildId[];
  level(guildId: GuildId): AccessLevel | undefined;
  /** Why their roles are not certain, where Discord could not be asked. */
  uncertain?: string;
  /** Whether Discord itself says that they may manage the guild, rather than somebody who does. */
  managesByDiscord(guildId: GuildId): boolean;
}

/** A person in a browser. */
export function sessionCaller(userId: UserId, hash: string, standing: Standing): Caller {
  return {
    ...ofPerson(standing),
    name: handleOf(standing),
    userId,
    proof: { kind: "session", hash },
    readOnly: false,
  };
}

/** A person who asks inside Discord, which says with each question that they manage this one guild. */
export function memberCaller({ guildId, userId, name }: InsideMember): Caller {
  return {
    name: `@${name}`,
    userId,
    proof: { kind: "discord" },
    operator: false,
    readOnly: false,
    guildIds: [guildId],
    level: (asked) => asked === guildId ? "admin" : undefined,
    managesByDiscord: (asked) => asked === guildId,
  };
}

/** A token of somebody: never more than its maker may, and no more than it was made for. */
export function personTokenCaller(token: TokenRecord, standing: Standing): Caller {
  const maker = ofPerson(standing);
  const guildIds = token.guildIds === undefined
    ? maker.guildIds
    : maker.guildIds === undefined
    ? token.guildIds
    : token.guildIds.filter((id) => maker.guildIds!.includes(id));
  return {
    ...maker,
    ...tokenParts(token),
    managesByDiscord: (guildId) => token.kind === "login" && maker.managesByDiscord(guildId),
    name: token.kind === "login" ? handleOf(standing) : token.name,
    userId: token.maker!,
    operator: maker.operator && token.level === "operator",
    guildIds: maker.operator && token.level === "operator" ? undefined : guildIds,
    level: (guildId) => {
      const level = maker.level(guildId);
      const inside = token.guildIds === undefined || token.guildIds.includes(guildId);
      return inside && level ? lesser(level, token.level) : undefined;
    },
  };
}

/** A token that the installation made. */
export function installationTokenCaller(token: TokenRecord): Caller {
  const operator = token.level === "operator";
  return {
    ...tokenParts(token),
    name: token.name,
    operator,
    guildIds: operator ? undefined : token.guildIds,
    level: (guildId) =>
      token.guildIds === undefined || token.guildIds.includes(guildId) ? token.level : undefined,
    managesByDiscord: () => false,
  };
}

function tokenParts(token: TokenRecord): Pick<Caller, "proof" | "readOnly"> {
  return { proof: { kind: "token", token }, readOnly: token.readOnly ?? false };
}

const handleOf = ({ name }: Standing) => `@${name}`;

function ofPerson(
  { operator, roles, uncertain }: Standing,
): Pick<Caller, "operator" | "guildIds" | "level" | "uncertain" | "managesByDiscord"> {
  return {
    operator,
    guildIds: operator ? undefined : [...roles.keys()],
    level: (guildId) => operator ? "operator" : roles.get(guildId)?.role,
    uncertain,
    managesByDiscord: (guildId) => roles.get(guildId)?.byDiscord ?? false,
  };
}

/** Whether they may do in the guild what takes that level. */
export function mayIn(caller: Caller, guildId: GuildId, needed: AccessLevel): boolean {
  return caller.operator || isEnough(caller.level(guildId), needed);
}
