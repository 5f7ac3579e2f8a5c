import { GuildId, Snowflake } from "@flora/model";
import { z } from "zod";
import type { DiscordResponse } from "../contract.ts";

/** Roles a script has at hand spare the look-up of the member. */
const member = { userId: Snowflake, roles: z.array(Snowflake).max(250).optional() };

/** One read of one guild. The answer's body is null for what the guild does not have. */
export const GuildReadRequest = z.discriminatedUnion("read", [
  z.object({ guildId: GuildId, read: z.literal("info") }),
  z.object({ guildId: GuildId, read: z.literal("channels") }),
  z.object({ guildId: GuildId, read: z.literal("channel"), channelId: Snowflake }),
  z.object({ guildId: GuildId, read: z.literal("roles") }),
  z.object({ guildId: GuildId, read: z.literal("emojis") }),
  z.object({ guildId: GuildId, read: z.literal("member"), userId: Snowflake }),
  z.object({ guildId: GuildId, read: z.literal("members"), roleId: Snowflake.optional() }),
  /** A decimal string. In the guild, or in a channel or the channel of a thread. */
  z.object({ guildId: GuildId, read: z.literal("permissions"), ...member, channelId: Snowflake.optional() }),
  z.object({ guildId: GuildId, read: z.literal("highestRole"), ...member }),
]);
export type GuildReadRequest = z.infer<typeof GuildReadRequest>;
export type GuildReadInput = z.input<typeof GuildReadRequest>;

/** What ops read of a guild, without a call to Discord where that is possible. */
export interface GuildReads {
  /** Never rejects for anything Discord or the guild did. */
  read(request: GuildReadInput): Promise<DiscordResponse>;
}
