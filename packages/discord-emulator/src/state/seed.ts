import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, addChannel, addMember, createGuild, newRole } from "./guilds.ts";
import type { Guild } from "./types.ts";
import type { World } from "./world.ts";

/** What a guild starts with. Everything may be left out. */
export interface GuildSeed {
  /** Keeps the guild's id over restarts, so that what a bot stored for it is found again. */
  id?: string;
  name?: string;
  /** User name of the owner. */
  owner?: string;
  /** User names of further members. */
  members?: string[];
  channels?: { name: string; type?: number; topic?: string }[];
  /** `@everyone` is there already; what is given for it is what everybody may do. */
  roles?: { name: string; permissions?: string; color?: number; mentionable?: boolean }[];
  /** Permissions of the bot's role as a decimal bit field; `false` leaves the bot out. */
  bot?: string | false;
}

/** What a bot is given when nobody says otherwise: all a community bot needs short of administrator. */
export const BOT_PERMISSIONS: bigint = P.ViewChannel | P.SendMessages | P.SendMessagesInThreads |
  P.ReadMessageHistory |
  P.ManageMessages | P.PinMessages | P.ManageChannels | P.ManageRoles | P.ManageGuild | P.ManageNicknames |
  P.ChangeNickname | P.ManageWebhooks | P.ManageThreads | P.CreatePublicThreads | P.CreatePrivateThreads |
  P.EmbedLinks | P.AttachFiles | P.AddReactions | P.UseExternalEmojis | P.MentionEveryone | P.KickMembers |
  P.BanMembers | P.ModerateMembers | P.ViewAuditLog | P.CreateInstantInvite | P.ManageGuildExpressions |
  P.CreateGuildExpressions | P.UseApplicationCommands | P.Connect | P.Speak | P.MoveMembers | P.MuteMembers |
  P.DeafenMembers | P.SendPolls | P.BypassSlowmode | P.CreateEvents | P.ManageEvents | P.RequestToSpeak |
  P.SetVoiceChannelStatus;

const DEMO_CHANNELS = [
  { name: "general", type: 0, topic: "Anything goes" },
  { name: "random", type: 0 },
  { name: "Lounge", type: 2 },
];

/** Makes a guild from a seed and announces it when the bot is in it. */
export function seedGuild(world: World, seed: GuildSeed): Guild {
  const owner = world.addUser({ username: seed.owner ?? "owner" });
  const guild = createGuild(world, seed.name ?? "Demo guild", owner.id, seed.id);
  for (const given of seed.roles ?? []) {
    if (given.name === "@everyone") {
      guild.roles.get(guild.id)!.permissions = BigInt(given.permissions ?? "0");
      continue;
    }
    const role = newRole(world, {
      name: given.name,
      permissions: BigInt(given.permissions ?? "0"),
      color: given.color ?? 0,
      mentionable: given.mentionable ?? false,
      position: guild.roles.size,
    });
    guild.roles.set(role.id, role);
  }
  for (const username of seed.members ?? ["alice", "bob"]) {
    addMember(world, guild, world.addUser({ username }).id, []);
  }
  for (const channel of seed.channels ?? DEMO_CHANNELS) {
    addChannel(world, guild, { name: channel.name, type: channel.type ?? 0, topic: channel.topic ?? null });
  }
  if (seed.bot !== false) addBot(world, guild, seed.bot ? BigInt(seed.bot) : BOT_PERMISSIONS);
  return guild;
}
