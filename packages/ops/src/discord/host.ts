import type { HostHalf } from "../contract.ts";
import { bodyOf } from "./refusal.ts";
import type { DiscordOps } from "./schema.ts";

export const discordHost: HostHalf<DiscordOps> = {
  async rest({ discord, guildId }, call) {
    return bodyOf(await discord.request({ guildId, ...call }), call.route);
  },
};
