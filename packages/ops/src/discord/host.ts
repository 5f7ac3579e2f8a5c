import type { HostHalf } from "../contract.ts";
import type { Authorise } from "../registry.ts";
import { checkFiles, withFiles } from "./files.ts";
import { bodyOf } from "./refusal.ts";
import type { DiscordOps } from "./schema.ts";

/** Ids of Discord's are proven by the holder of the token. */
export const discordAuthorise: Authorise<DiscordOps> = { rest: checkFiles };

export const discordHost: HostHalf<DiscordOps> = {
  async rest(context, call) {
    const { discord, guildId } = context;
    const request = () => discord.request({ guildId, ...call });
    return bodyOf(await withFiles(context, call.files, request), call.route);
  },
};
