import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { DiscordOps } from "./schema.ts";

export function discordGuest(caller: GuestCaller): GuestHalf<DiscordOps> {
  return guestHalf<DiscordOps>(caller, "discord", { rest: true });
}
