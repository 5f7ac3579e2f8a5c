import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { GuildOps } from "./schema.ts";

export function guildGuest(caller: GuestCaller): GuestHalf<GuildOps> {
  return guestHalf<GuildOps>(caller, "guild", {
    info: true,
    channels: true,
    channel: true,
    roles: true,
    emojis: true,
    member: true,
    members: true,
    can: true,
    highestRole: true,
  });
}
