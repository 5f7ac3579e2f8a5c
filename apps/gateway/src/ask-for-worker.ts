/** @module What a worker asks of Discord for one of its guilds. */
import type { DiscordRequestInput, DiscordResponse } from "@flora/discord";
import type { GuildId } from "@flora/model";
import type { CommandSync } from "./commands/sync.ts";
import type { WorkerLink } from "./pool/worker-link.ts";
import type { RestProxy } from "./rest/proxy.ts";
import type { Router } from "./router/route.ts";

export interface AskParts {
  router: Router;
  proxy: RestProxy;
  commands: CommandSync;
}

/** Refuses a worker that another one has taken the guild from. */
export async function askForWorker(
  { router, proxy, commands }: AskParts,
  link: WorkerLink,
  request: DiscordRequestInput,
): Promise<DiscordResponse> {
  const guildId = request.guildId as GuildId;
  if (!router.speaksFor(guildId, link)) {
    return {
      ok: false,
      kind: "network",
      message: "Cannot ask Discord: the guild has moved to another worker",
    };
  }
  const response = await proxy.request(request);
  // A script that manages commands by itself changes what the next deploy has to compare with.
  if (response.ok && /^commands\.(?!list$)/.test(request.route)) commands.forget(guildId);
  return response;
}
