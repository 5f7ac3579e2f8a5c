import type { Guild, Member, User, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";

/** A user as everyone sees it. */
export function userWire(user: User): Wire {
  return {
    id: user.id,
    username: user.username,
    avatar: user.avatar,
    discriminator: user.bot ? "0001" : "0",
    public_flags: 0,
    flags: 0,
    bot: user.bot,
    banner: null,
    accent_color: null,
    global_name: user.globalName,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}

/** The bot's own account as it sees itself. */
export function selfWire(user: User): Wire {
  return {
    ...userWire(user),
    mfa_enabled: true,
    locale: "en-US",
    premium_type: 0,
    email: null,
    verified: true,
  };
}

/** A member without its user, as messages and interactions carry it. */
export function bareMemberWire(member: Member): Wire {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: member.timedOutUntil,
    flags: member.flags,
    joined_at: member.joinedAt,
    nick: member.nick,
    pending: false,
    premium_since: null,
    roles: [...member.roles],
    mute: member.mute,
    deaf: member.deaf,
  };
}

/** A member with its user. */
export function memberWire(world: World, member: Member): Wire {
  return { ...bareMemberWire(member), user: userWire(world.user(member.userId)) };
}

/** A member as the member events of the gateway carry it. */
export function memberEventWire(world: World, guild: Guild, member: Member): Wire {
  return { ...memberWire(world, member), guild_id: guild.id };
}

/** The application that owns the bot. */
export function applicationWire(world: World, privilegedFlags: number): Wire {
  const bot = world.user(world.botId);
  return {
    id: world.applicationId,
    name: bot.username,
    icon: null,
    description: "",
    type: null,
    bot: userWire(bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: privilegedFlags,
    flags_new: String(privilegedFlags),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userWire({
      id: world.applicationId,
      username: "owner",
      globalName: null,
      avatar: null,
      bot: false,
    }),
    approximate_guild_count: world.botGuilds().length,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}
