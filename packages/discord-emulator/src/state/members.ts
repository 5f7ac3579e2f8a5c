import { memberEventWire, userWire } from "../wire/user.ts";
import type { Guild, Member } from "./types.ts";
import { leaveVoice } from "./voice.ts";
import type { World } from "./world.ts";

/** Takes a member out of a guild and tells the bot. */
export function removeMember(world: World, guild: Guild, userId: string): void {
  if (!guild.members.delete(userId)) return;
  leaveVoice(world, guild, userId);
  world.bus.emit({
    t: "GUILD_MEMBER_REMOVE",
    guildId: guild.id,
    d: { guild_id: guild.id, user: userWire(world.user(userId)) },
  });
}

/** Tells the bot that a member changed; about itself it always hears. */
export function memberChanged(world: World, guild: Guild, member: Member): void {
  world.bus.emit({
    t: "GUILD_MEMBER_UPDATE",
    guildId: guild.id,
    self: member.userId === world.botId,
    d: memberEventWire(world, guild, member),
  });
}
