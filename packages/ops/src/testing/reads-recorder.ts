import type { DiscordResponse } from "@flora/discord";
import { GuildReadRequest, type GuildReads } from "@flora/discord/guild-reads/contract";

export interface ReadsRecorder extends GuildReads {
  readonly requests: GuildReadRequest[];
  /** What the next reads are answered with, in order; that the guild has no such thing when there is none left. */
  answers: DiscordResponse[];
}

/** Reads that keep what was asked, judged by their own schema. */
export function recordReads(): ReadsRecorder {
  const requests: GuildReadRequest[] = [];
  const recorder: ReadsRecorder = {
    requests,
    answers: [],
    async read(request) {
      requests.push(GuildReadRequest.parse(JSON.parse(JSON.stringify(request))));
      return recorder.answers.shift() ?? { ok: false, kind: "scope", message: "no such thing in this guild" };
    },
  };
  return recorder;
}
