import { type DiscordPort, DiscordRequest, DiscordResponse } from "@flora/discord";

export interface DiscordRecorder extends DiscordPort {
  readonly requests: DiscordRequest[];
  /** What the next requests are answered with, in order. */
  answers: DiscordResponse[];
}

/** A port that keeps what it was asked, judged by the port's own schema; `otherwise` answers where `answers` is empty. */
export function recordDiscord(
  otherwise: (request: DiscordRequest) => DiscordResponse = () => ({ ok: true, status: 200, body: {} }),
): DiscordRecorder {
  const requests: DiscordRequest[] = [];
  const recorder: DiscordRecorder = {
    requests,
    answers: [],
    async request(request) {
      const judged = DiscordRequest.parse(JSON.parse(JSON.stringify(request)));
      requests.push(judged);
      return DiscordResponse.parse(recorder.answers.shift() ?? otherwise(judged));
    },
  };
  return recorder;
}
