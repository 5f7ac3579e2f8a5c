import { type DiscordPort, DiscordRequest, DiscordResponse } from "@flora/discord";

export interface DiscordRecorder extends DiscordPort {
  readonly requests: DiscordRequest[];
  /** What the next requests are answered with, in order; 200 and an empty object when there is none left. */
  answers: DiscordResponse[];
}

/** A port that keeps what it was asked, judged by the port's own schema. */
export function recordDiscord(): DiscordRecorder {
  const requests: DiscordRequest[] = [];
  const recorder: DiscordRecorder = {
    requests,
    answers: [],
    async request(request) {
      requests.push(DiscordRequest.parse(JSON.parse(JSON.stringify(request))));
      return DiscordResponse.parse(recorder.answers.shift() ?? { ok: true, status: 200, body: {} });
    },
  };
  return recorder;
}
