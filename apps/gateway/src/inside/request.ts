/** @module A use of one of flora's own commands, read from Discord's interaction. */
import { GuildId, UserId } from "@flora/model";
import type { InsideMember } from "@flora/protocol";
import {
  ApplicationCommandOptionType as Type,
  InteractionType,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { guildOf, type Payload } from "../discord/normalize.ts";
import { MENU_NAME, SLASH_NAME } from "./definitions.ts";

export interface GivenFile {
  filename: string;
  /** As Discord says. */
  size: number;
  url: string;
}

/** A message as far as something to deploy may be in it. */
export interface GivenMessage {
  content: string;
  attachments: GivenFile[];
}

export interface InsideRequest {
  interaction: { id: string; token: string };
  member: InsideMember;
  /** Whether Discord says that they may manage the guild. */
  manages: boolean;
  /** The person's roles, for what they may see. */
  roles: string[];
  /** Such as `status` or `kv get`. */
  command: string;
  options: Record<string, string | number | boolean>;
  /** The option that is being typed. */
  typing?: { option: string; typed: string };
  file?: GivenFile;
  /** What the menu was used on. */
  message?: GivenMessage;
}

interface Option {
  type: number;
  name: string;
  value?: string | number | boolean;
  focused?: boolean;
  options?: Option[];
}

const MANAGES = P.ManageGuild | P.Administrator;

/** Undefined for everything that is not for flora itself: a guild's own command may well have that name. */
export function readRequest(payload: Payload): InsideRequest | undefined {
  const { t, d } = payload;
  if (
    t !== "INTERACTION_CREATE" ||
    ![InteractionType.ApplicationCommand, InteractionType.ApplicationCommandAutocomplete].includes(d.type)
  ) {
    return undefined;
  }
  const { data } = d;
  if (data?.guild_id !== undefined || (data?.name !== SLASH_NAME && data?.name !== MENU_NAME)) {
    return undefined;
  }
  const guildId = GuildId.safeParse(guildOf(payload)), userId = UserId.safeParse(d.member?.user?.id);
  if (!guildId.success || !userId.success) return undefined;
  const request: InsideRequest = {
    interaction: { id: d.id, token: d.token },
    member: {
      guildId: guildId.data,
      userId: userId.data,
      name: String(d.member.user.username).slice(0, 100),
    },
    manages: (BigInt(d.member.permissions ?? 0) & MANAGES) !== 0n,
    roles: d.member.roles ?? [],
    command: "deploy",
    options: {},
  };
  if (data.name === MENU_NAME) {
    const message = data.resolved?.messages?.[data.target_id];
    return {
      ...request,
      message: { content: message?.content ?? "", attachments: message?.attachments ?? [] },
    };
  }
  const { path, leaves } = descend(data.options ?? []);
  request.command = path.join(" ");
  for (const { type, name, value, focused } of leaves) {
    if (value === undefined) continue;
    if (focused) request.typing = { option: name, typed: String(value).slice(0, 100) };
    else if (type === Type.Attachment) request.file = data.resolved?.attachments?.[String(value)];
    else request.options[name] = value;
  }
  return request;
}

/** Through groups and subcommands to the options that have values. */
function descend(options: Option[]): { path: string[]; leaves: Option[] } {
  const [first] = options;
  if (first?.type !== Type.Subcommand && first?.type !== Type.SubcommandGroup) {
    return { path: [], leaves: options };
  }
  const { path, leaves } = descend(first.options ?? []);
  return { path: [first.name, ...path], leaves };
}
