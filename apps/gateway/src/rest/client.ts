import { type ResponseLike, REST } from "@discordjs/rest";
import { type Logger, OperatorError } from "@flora/telemetry";
import { asDeleted, mayRepeat, NotRepeatedError, sendOnce } from "./repeats.ts";

/** How long an answer is waited for, in milliseconds. */
const ANSWER_TIMEOUT_MS = 15_000;
/** A call whose rate-limit bucket is empty for longer is refused; for less it waits. Milliseconds. */
const LONGEST_WAIT_MS = 10_000;

export interface RestOptions {
  token: string;
  /** Without the version, such as `https://discord.com/api`. */
  apiUrl: string;
  log: Logger;
}

/** @discordjs/rest with buckets and 429s left to it, and the whole bot's pace left to the pacer. */
export function createRest({ token, apiUrl, log }: RestOptions): REST {
  /** Calls that may or may not have been carried out, by their headers: a repeated call has the same headers object. */
  const unsure = new WeakSet<object>();
  const rest = new REST({
    api: apiUrl.replace(/\/+$/, ""),
    version: "10",
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > LONGEST_WAIT_MS,
    timeout: ANSWER_TIMEOUT_MS,
    async makeRequest(url, init) {
      const repeatable = mayRepeat(init.method, init.body);
      const request = init as RequestInit;
      const headers = init.headers as object;
      const sent = repeatable ? fetch(url, request) : sendOnce(url, request);
      const response = await sent.catch((error) => {
        unsure.add(headers);
        throw repeatable ? error : new NotRepeatedError();
      });
      const { status } = response;
      if (status >= 500) {
        unsure.add(headers);
        if (!repeatable) {
          await response.body?.cancel();
          throw new NotRepeatedError(status);
        }
      }
      if (status === 404 && init.method === "DELETE" && unsure.has(headers)) {
        return await asDeleted(response) as unknown as ResponseLike;
      }
      // The client forgets its token at the first 401; only the gateway's own close code says that it is void.
      if (status === 401 && "Authorization" in (init.headers ?? {})) {
        log.error(`Discord answered 401 to ${init.method} ${new URL(url).pathname}`);
        setTimeout(() => rest.setToken(token));
      }
      if (status === 429) log.debug(`Discord answered 429 to ${init.method} ${withoutToken(url)}`);
      return response as unknown as ResponseLike;
    },
  }).setToken(token);
  return rest;
}

/** The path of a call, without the interaction token it may hold. */
function withoutToken(url: string): string {
  return new URL(url).pathname.replace(/(\/(?:webhooks|interactions)\/\d+\/)[^/]+/, "$1…");
}

export interface Identity {
  applicationId: string;
  botUserId: string;
  /** Application flags, which say what privileged intents are switched on. */
  flags: number;
}

/** Who the token belongs to; throws OperatorError for one that Discord refuses. */
export async function readIdentity(rest: REST): Promise<Identity> {
  try {
    const user = await rest.get("/users/@me") as { id: string };
    const application = await rest.get("/applications/@me") as { id: string; flags?: number };
    return { applicationId: application.id, botUserId: user.id, flags: application.flags ?? 0 };
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status === 401) throw new OperatorError("Discord refuses the bot token (DISCORD_TOKEN)");
    const why = status ? `it answered ${status}` : (error as Error).name;
    throw new OperatorError(`Cannot reach Discord at ${rest.options.api} (DISCORD_API_URL): ${why}`);
  }
}
