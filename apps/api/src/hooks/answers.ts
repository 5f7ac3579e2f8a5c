import type { controlMethods } from "@flora/protocol";
import type { z } from "zod";

type Result = z.output<typeof controlMethods.webhook.result>;

/** A guild's script speaks here under flora's own address: nothing it says is shown or run as a page. */
const SAFE_HEADERS = {
  "content-security-policy": "default-src 'none'; sandbox",
  "cache-control": "no-store",
};
const WITHOUT_BODY = new Set([204, 205, 304]);

/** What the sender is told instead of an answer of the script. */
export function refusal(status: number, error: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers: { ...SAFE_HEADERS, ...headers } });
}

/** What the sender is told once the gateway knows what became of the request. */
export function answerOf(result: Result): Response {
  switch (result.status) {
    case "answered": {
      if (!result.answer) return new Response(null, { status: 204, headers: SAFE_HEADERS });
      const { status, headers, body } = result.answer;
      return new Response(WITHOUT_BODY.has(status) ? null : body, {
        status,
        headers: { "content-type": "text/plain; charset=utf-8", ...headers, ...SAFE_HEADERS },
      });
    }
    case "accepted":
      return Response.json({ accepted: true }, { status: 202, headers: SAFE_HEADERS });
    case "busy":
      return refusal(503, "the script cannot take it now", { "retry-after": "10" });
    case "failed":
      return refusal(500, "the script failed");
    case "unknown":
      return refusal(404, "there is no such webhook");
  }
}
