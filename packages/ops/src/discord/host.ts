import type { HostHalf } from "../contract.ts";
import type { Authorise } from "../registry.ts";
import { checkFiles, withFiles } from "./files.ts";
import { bodyOf, foreignId } from "./refusal.ts";
import type { DiscordOps } from "./schema.ts";

/** Ids of Discord's are proven by the holder of the token; the guild is the slot's, whatever a script names. */
export const discordAuthorise: Authorise<DiscordOps> = {
  rest(context, call) {
    if (call.guildId !== undefined && call.guildId !== context.guildId) throw foreignId(call.route);
    checkFiles(context, call);
  },
};

export const discordHost: HostHalf<DiscordOps> = {
  async rest(context, { guildId: _own, ...call }) {
    const { discord, guildId } = context;
    const request = () => discord.request({ guildId, ...call });
    return bodyOf(await withFiles(context, call.files, request), call.route);
  },
};
