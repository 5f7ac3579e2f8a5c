import { randomUUID } from "node:crypto";
import type { DispatchEvent } from "@flora/model";
import type { Guild } from "./guild.ts";

/** What a script hears when it has been loaded for the first time since it was deployed or placed here. */
export function readyEvent({ id, services }: Guild): DispatchEvent {
  const { applicationId, botUserId } = services.bot();
  return {
    id: randomUUID(),
    guildId: id,
    kind: "lifecycle",
    event: "ready",
    msg: { guildId: id, applicationId, user: { id: botUserId, bot: true } },
    raw: { guild_id: id, application: { id: applicationId }, user: { id: botUserId, bot: true } },
    receivedAt: services.now(),
    redelivered: false,
  };
}
