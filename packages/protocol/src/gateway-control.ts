import { z } from "zod";
import { Deployment, GuildId, RevisionId } from "@flora/model";
import { LinkHello } from "./gateway-worker.ts";

const Nothing = z.object({});

export const GatewayStatus = z.object({
  discord: z.enum(["connecting", "ready", "reconnecting", "failed"]),
  emulated: z.boolean(),
  shards: z.number().int(),
  guilds: z.number().int(),
  workers: z.array(z.object({ name: z.string(), pid: z.number().int(), guilds: z.number().int() })),
});
export type GatewayStatus = z.infer<typeof GatewayStatus>;

/** What the API may ask of the gateway. */
export const controlMethods = {
  hello: { params: LinkHello, result: z.object({ applicationId: z.string(), botUserId: z.string() }) },
  status: { params: Nothing, result: GatewayStatus },
  /** The guilds the bot is in. */
  guilds: { params: Nothing, result: z.array(z.object({ guildId: GuildId, name: z.string() })) },
  /**
   * Warms a stored revision, syncs its commands, makes it current and swaps it in. NOT_FOUND where the bot is not in
   * the guild, SCRIPT_REJECTED and COMMANDS_REJECTED leave the running revision as it was.
   */
  deploy: { params: z.object({ guildId: GuildId, revisionId: RevisionId }), result: Deployment },
  undeploy: { params: z.object({ guildId: GuildId }), result: Nothing },
  secretsChanged: { params: z.object({ guildId: GuildId }), result: Nothing },
} as const;
