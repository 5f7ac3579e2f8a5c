import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import { audit, changesBetween } from "../../state/audit.ts";
import { channelChanged, removeChannel } from "../../state/channels.ts";
import { addChannel } from "../../state/guilds.ts";
import { basePermissions } from "../../state/permissions.ts";
import type { Channel, Guild, Overwrite, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { channelWire } from "../../wire/channel.ts";
import { channelsOf } from "../../wire/guild.ts";
import { refuse, refuseField } from "../errors.ts";
import { botMember, channelOr404, demand, demandIn, guildChannelOr404, guildOr404 } from "../lookup.ts";
import { created, route } from "../route.ts";
import { channelCreate, channelPatch, channelPositions, overwriteBody } from "../schemas/channel.ts";
import { withoutNulls } from "../schemas/embed.ts";
import { patchThread } from "./threads.ts";

const MAX_CHANNELS = 500;

type Patch = z.output<typeof channelPatch>;

/** Channels of a guild and their permission overwrites. */
export const channelRoutes = [
  route(
    "GET",
    "/guilds/:guild_id/channels",
    {},
    ({ world, params }) =>
      channelsOf(world, guildOr404(world, params.guild_id)).map((channel) => channelWire(world, channel)),
  ),
  route("POST", "/guilds/:guild_id/channels", { body: channelCreate }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ManageChannels);
    if (guild.channelIds.size >= MAX_CHANNELS) refuse("tooManyChannels");
    const { name, type, permission_overwrites, ...rest } = body;
    const draft = {
      type: type ?? 0,
      name: nameFor(type ?? 0, name),
      overwrites: new Map<string, Overwrite>(),
    };
    readOverwrites(world, guild, permission_overwrites ?? []).forEach((one) =>
      draft.overwrites.set(one.id, one)
    );
    const channel = addChannel(world, guild, { ...draft, ...settings(world, guild, rest) });
    const wire = channelWire(world, channel);
    audit(world, guild, { actionType: 10, targetId: channel.id, reason, changes: changesBetween({}, wire) });
    return created(wire);
  }),
  route("PATCH", "/guilds/:guild_id/channels", { body: channelPositions }, ({ world, params, body }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ManageChannels);
    for (const { id } of body) if (!guild.channelIds.has(id)) refuse("unknownChannel");
    for (const { id, position, parent_id } of body) {
      const channel = world.channels.get(id)!;
      if (typeof position === "number") channel.position = position;
      if (parent_id !== undefined) channel.parentId = parentOf(world, guild, parent_id);
      channelChanged(world, channel);
    }
  }),
  route(
    "GET",
    "/channels/:channel_id",
    {},
    ({ world, params }) => channelWire(world, channelOr404(world, params.channel_id)),
  ),
  route("PATCH", "/channels/:channel_id", { body: channelPatch }, ({ world, params, body, reason }) => {
    const { channel, guild } = guildChannelOr404(world, params.channel_id);
    if (channel.thread) return patchThread(world, guild, channel, body, reason);
    demandIn(world, channel, P.ManageChannels);
    const before = channelWire(world, channel);
    const { name, type, permission_overwrites, flags, ...rest } = body;
    if (permission_overwrites) {
      demandIn(world, channel, P.ManageRoles);
      const read = readOverwrites(world, guild, permission_overwrites);
      channel.overwrites = new Map(read.map((one) => [one.id, one]));
    }
    if (name) channel.name = nameFor(channel.type, name);
    if (typeof type === "number") {
      if (channel.type !== 0 && channel.type !== 5) refuse("wrongChannelType");
      channel.type = type;
    }
    if (typeof flags === "number") channel.flags = flags;
    Object.assign(channel, settings(world, guild, rest, channel));
    channelChanged(world, channel);
    const after = channelWire(world, channel);
    audit(world, guild, {
      actionType: 11,
      targetId: channel.id,
      reason,
      changes: changesBetween(before, after),
    });
    return after;
  }),
  route("DELETE", "/channels/:channel_id", {}, ({ world, params, reason }) => {
    const channel = channelOr404(world, params.channel_id);
    const guild = world.guildOf(channel);
    if (!guild) return channelWire(world, channel);
    demandIn(world, channel, channel.thread ? P.ManageThreads : P.ManageChannels);
    const wire = channelWire(world, channel);
    removeChannel(world, guild, channel);
    audit(world, guild, { actionType: channel.thread ? 112 : 12, targetId: channel.id, reason });
    return wire;
  }),
  route(
    "PUT",
    "/channels/:channel_id/permissions/:overwrite_id",
    { body: overwriteBody },
    ({ world, params, body, reason }) => {
      const { channel, guild } = guildChannelOr404(world, params.channel_id, P.ManageRoles);
      if (channel.thread) refuse("wrongChannelType");
      const known = channel.overwrites.get(params.overwrite_id);
      const type = body.type ?? known?.type ?? (guild.roles.has(params.overwrite_id) ? 0 : 1);
      const [read] = readOverwrites(world, guild, [{ ...body, type, id: params.overwrite_id }]);
      channel.overwrites.set(read!.id, read!);
      channelChanged(world, channel);
      const options = { id: read!.id, type: String(type) };
      audit(world, guild, { actionType: known ? 14 : 13, targetId: channel.id, reason, options });
    },
  ),
  route("DELETE", "/channels/:channel_id/permissions/:overwrite_id", {}, ({ world, params, reason }) => {
    const { channel, guild } = guildChannelOr404(world, params.channel_id, P.ManageRoles);
    if (!channel.overwrites.delete(params.overwrite_id)) refuse("unknownOverwrite");
    channelChanged(world, channel);
    audit(world, guild, { actionType: 15, targetId: channel.id, reason });
  }),
];

function settings(
  world: World,
  guild: Guild,
  body: Omit<Patch, "name" | "type" | "flags" | "permission_overwrites">,
  known?: Channel,
): Partial<Channel> {
  const {
    position,
    topic,
    bitrate,
    user_limit,
    nsfw,
    rate_limit_per_user,
    parent_id,
    archived: _archived,
    locked: _locked,
    invitable: _invitable,
    auto_archive_duration: _duration,
    applied_tags: _tags,
    available_tags,
    ...extra
  } = body;
  const tags = available_tags?.map((one) => ({
    id: one.id ?? world.ids.next(),
    name: one.name,
    moderated: one.moderated ?? false,
    emoji_id: one.emoji_id ?? null,
    emoji_name: one.emoji_name ?? null,
  }));
  return {
    ...(typeof position === "number" ? { position } : {}),
    ...(topic !== undefined ? { topic: topic || null } : {}),
    ...(typeof bitrate === "number" ? { bitrate } : {}),
    ...(typeof user_limit === "number" ? { userLimit: user_limit } : {}),
    ...(typeof nsfw === "boolean" ? { nsfw } : {}),
    ...(typeof rate_limit_per_user === "number" ? { rateLimitPerUser: rate_limit_per_user } : {}),
    ...(parent_id !== undefined ? { parentId: parentOf(world, guild, parent_id) } : {}),
    extra: { ...known?.extra, ...(withoutNulls(extra) as Wire), ...(tags ? { available_tags: tags } : {}) },
  };
}

function parentOf(world: World, guild: Guild, id: string | null): string | null {
  if (id === null) return null;
  const parent = world.channels.get(id);
  return parent?.guildId === guild.id && parent.type === 4
    ? id
    : refuseField(["parent_id"], "CHANNEL_PARENT_INVALID", "Category does not exist");
}

function nameFor(type: number, name: string): string {
  return [0, 5, 15, 16].includes(type) ? name.trim().toLowerCase().replace(/\s+/g, "-") : name;
}

function readOverwrites(
  world: World,
  guild: Guild,
  given: { id: string; type?: 0 | 1 | null; allow?: bigint | null; deny?: bigint | null }[],
): Overwrite[] {
  const held = basePermissions(guild, botMember(world, guild));
  return given.map(({ id, type, allow, deny }) => {
    const kind = type ?? (guild.roles.has(id) ? 0 : 1);
    if (kind === 0 ? !guild.roles.has(id) : !world.users.has(id)) {
      refuse(kind === 0 ? "unknownRole" : "unknownUser");
    }
    const wanted = (allow ?? 0n) | (deny ?? 0n);
    if (!(held & P.Administrator) && wanted & ~held) refuse("missingPermissions");
    return { id, type: kind, allow: allow ?? 0n, deny: deny ?? 0n };
  });
}
