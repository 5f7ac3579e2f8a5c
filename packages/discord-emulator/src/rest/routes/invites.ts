import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { randomToken } from "../../random.ts";
import { audit } from "../../state/audit.ts";
import type { Invite, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { guildWire } from "../../wire/guild.ts";
import { userWire } from "../../wire/user.ts";
import { refuse } from "../errors.ts";
import { botMay, demand, guildChannelOr404, guildOr404 } from "../lookup.ts";
import { route } from "../route.ts";
import { inviteBody } from "../schemas/channel.ts";

const DAY_SECONDS = 86_400;

/** Invites to channels. */
export const inviteRoutes = [
  route("POST", "/channels/:channel_id/invites", { body: inviteBody }, ({ world, params, body, reason }) => {
    const { channel, guild } = guildChannelOr404(world, params.channel_id, P.CreateInstantInvite);
    const invite: Invite = {
      code: randomToken(6),
      guildId: guild.id,
      channelId: channel.id,
      inviterId: world.botId,
      createdAt: world.clock.iso(),
      maxAgeSeconds: body.max_age ?? DAY_SECONDS,
      maxUses: body.max_uses ?? 0,
      uses: 0,
      temporary: body.temporary ?? false,
    };
    world.invites.set(invite.code, invite);
    world.bus.emit({
      t: "INVITE_CREATE",
      guildId: guild.id,
      needs: P.ManageChannels,
      d: {
        ...usage(invite),
        guild_id: guild.id,
        channel_id: channel.id,
        inviter: userWire(world.user(world.botId)),
      },
    });
    audit(world, guild, { actionType: 40, targetId: null, reason });
    return inviteWire(world, invite);
  }),
  route("GET", "/channels/:channel_id/invites", {}, ({ world, params }) => {
    const { channel } = guildChannelOr404(world, params.channel_id, P.ManageChannels);
    return alive(world).filter((one) => one.channelId === channel.id).map((one) => inviteWire(world, one));
  }),
  route("GET", "/guilds/:guild_id/invites", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ManageGuild);
    return alive(world).filter((one) => one.guildId === guild.id).map((one) => inviteWire(world, one));
  }),
  route(
    "GET",
    "/invites/:code",
    { auth: false },
    ({ world, params }) => inviteWire(world, find(world, params.code)),
  ),
  route("DELETE", "/invites/:code", {}, ({ world, params, reason }) => {
    const invite = find(world, params.code);
    const guild = guildOr404(world, invite.guildId);
    const channel = world.channels.get(invite.channelId) ?? refuse("unknownInvite");
    if (!botMay(world, channel, P.ManageChannels)) demand(world, guild, P.ManageGuild);
    const wire = inviteWire(world, invite);
    world.invites.delete(invite.code);
    const d = { code: invite.code, guild_id: guild.id, channel_id: channel.id };
    world.bus.emit({ t: "INVITE_DELETE", guildId: guild.id, needs: P.ManageChannels, d });
    audit(world, guild, { actionType: 42, targetId: null, reason });
    return wire;
  }),
];

function find(world: World, code: string): Invite {
  return alive(world).find((one) => one.code === code) ?? refuse("unknownInvite");
}

function alive(world: World): Invite[] {
  return [...world.invites.values()].filter((one) =>
    one.maxAgeSeconds === 0 || Date.parse(one.createdAt) + one.maxAgeSeconds * 1000 > world.clock.now()
  );
}

function usage(invite: Invite): Wire {
  const expires = Date.parse(invite.createdAt) + invite.maxAgeSeconds * 1000;
  return {
    code: invite.code,
    type: 0,
    uses: invite.uses,
    max_uses: invite.maxUses,
    max_age: invite.maxAgeSeconds,
    temporary: invite.temporary,
    created_at: invite.createdAt,
    expires_at: invite.maxAgeSeconds ? new Date(expires).toISOString() : null,
  };
}

function inviteWire(world: World, invite: Invite): Wire {
  const guild = guildWire(world, world.guilds.get(invite.guildId) ?? refuse("unknownInvite"));
  const channel = world.channels.get(invite.channelId) ?? refuse("unknownInvite");
  const keys =
    "id name splash banner description icon features verification_level vanity_url_code nsfw_level nsfw"
      .split(" ");
  return {
    ...usage(invite),
    guild: { ...Object.fromEntries(keys.map((key) => [key, guild[key]])), premium_subscription_count: 0 },
    guild_id: invite.guildId,
    channel: { id: channel.id, type: channel.type, name: channel.name },
    inviter: userWire(world.user(invite.inviterId)),
  };
}
