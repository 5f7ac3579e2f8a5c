/** @module What a worker asks of Discord for one of its guilds. */
import type {
  DiscordRequestInput,
  DiscordResponse,
  FilesAnswer,
  FilesCall,
  StagedFiles,
} from "@flora/discord";
import type { GuildId } from "@flora/model";
import { inSpan, type Logger } from "@flora/telemetry";
import type { CommandSync } from "./commands/sync.ts";
import { refuseOwnNames } from "./inside/own-names.ts";
import type { WorkerLink } from "./pool/worker-link.ts";
import type { RestProxy } from "./rest/proxy.ts";
import type { Router } from "./router/route.ts";

export interface AskParts {
  router: Router;
  proxy: RestProxy;
  commands: CommandSync;
  log: Logger;
}

/** Sends a worker's request to Discord; refuses a worker that no longer has the guild. */
export async function askForWorker(
  { router, proxy, commands, log }: AskParts,
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
  const refused = refuseOwnNames(request);
  if (refused) return refused;
  const { route, dispatchId, trace } = request;
  const span = { dispatchId, trace, attributes: { "flora.guild": guildId } };
  const response = await inSpan(`discord ${route}`, span, async () => {
    const response = await proxy.request(request);
    const how = response.ok ? "Discord answered" : `Discord request failed: ${response.kind}`;
    log.debug({ guildId, route }, how);
    return response;
  });
  // A script that manages commands by itself changes what the next deploy has to compare with.
  if (response.ok && /^commands\.(?!list$)/.test(route)) commands.forget(guildId);
  return response;
}

/** Takes a worker's file in; a worker that no longer has the guild may only drop what it has staged. */
export function stageForWorker(
  { router, staged }: Pick<AskParts, "router"> & { staged: StagedFiles },
  link: WorkerLink,
  call: FilesCall,
): FilesAnswer {
  if (call.t === "drop" || router.speaksFor(call.guildId, link)) return staged.answer(call);
  const message = "Cannot upload: the guild has moved to another worker";
  return { ok: false, error: { code: "DISPATCH_ENDED", message } };
}
