import type { DiscordResponse } from "@flora/discord";
import { GuildReadRequest, type GuildReads } from "@flora/discord/guild-reads/contract";

export interface ReadsRecorder extends GuildReads {
  readonly requests: GuildReadRequest[];
  /** What the next reads are answered with, in order. */
  answers: DiscordResponse[];
}

const nothing: DiscordResponse = { ok: false, kind: "scope", message: "no such thing in this guild" };

/** Reads that keep what was asked, judged by their own schema; `otherwise` answers where `answers` is empty. */
export function recordReads(
  otherwise: (request: GuildReadRequest) => DiscordResponse = () => nothing,
): ReadsRecorder {
  const requests: GuildReadRequest[] = [];
  const recorder: ReadsRecorder = {
    requests,
    answers: [],
    async read(request) {
      const judged = GuildReadRequest.parse(JSON.parse(JSON.stringify(request)));
      requests.push(judged);
      return recorder.answers.shift() ?? otherwise(judged);
    },
  };
  return recorder;
}
