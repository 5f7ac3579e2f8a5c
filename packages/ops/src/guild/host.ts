import type { GuildReadInput } from "@flora/discord/guild-reads/contract";
import type {
  GuildChannel,
  GuildEmoji,
  GuildInfo,
  GuildMember,
  GuildRole,
} from "@flora/discord/guild-reads/entities";
import { holds } from "@flora/discord/guild-reads/member-permissions";
import { PermissionFlagsBits } from "discord-api-types/v10";
import type { HostHalf, OpContext } from "../contract.ts";
import { bodyOf } from "../discord/refusal.ts";
import type { GuildOps } from "./schema.ts";

type Question = GuildReadInput extends infer Read ? Read extends unknown ? Omit<Read, "guildId"> : never
  : never;

/** Each so many entries of a list count as one call more: the gateway, which all guilds share, writes them out. */
const LISTED_PER_CALL = 50;

export const guildHost: HostHalf<GuildOps> = {
  async info(context) {
    return await ask<GuildInfo>(context, "info", { read: "info" });
  },
  async channels(context) {
    return { channels: await list<GuildChannel>(context, "channels", { read: "channels" }) };
  },
  async channel(context, { channelId }) {
    return { channel: await ask<GuildChannel | null>(context, "channel", { read: "channel", channelId }) };
  },
  async roles(context) {
    return { roles: await list<GuildRole>(context, "roles", { read: "roles" }) };
  },
  async emojis(context) {
    return { emojis: await list<GuildEmoji>(context, "emojis", { read: "emojis" }) };
  },
  async member(context, { userId }) {
    return { member: await ask<GuildMember | null>(context, "member", { read: "member", userId }) };
  },
  async members(context, { roleId }) {
    return { members: await list<GuildMember>(context, "members", { read: "members", roleId }) };
  },
  async can(context, { permissions, ...where }) {
    const held = BigInt(await ask<string>(context, "can", { read: "permissions", ...where }));
    const wanted = permissions.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
    return { can: holds(held, wanted) };
  },
  async highestRole(context, member) {
    return { role: await ask<GuildRole>(context, "highestRole", { read: "highestRole", ...member }) };
  },
};

/** Of the calling guild, whichever it is; what is answered is judged by the op's own schema. */
async function ask<T>({ guildReads, guildId }: OpContext, op: string, question: Question): Promise<T> {
  return bodyOf(await guildReads.read({ ...question, guildId } as GuildReadInput), `guild.${op}`) as T;
}

async function list<T>(context: OpContext, op: string, question: Question): Promise<T[]> {
  const found = await ask<T[]>(context, op, question);
  context.quota.charge(Math.floor(found.length / LISTED_PER_CALL));
  return found;
}
