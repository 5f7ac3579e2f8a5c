/**
 * @module What may be sent to Discord twice. After no answer, or a 5xx, nobody knows whether a call was carried out:
 * @discordjs/rest then sends it anew, which a message without a nonce would show twice.
 */

/** Thrown instead of an answer where sending it again might do it again; @discordjs/rest repeats what it does not know by name or status. */
export class NotRepeatedError extends Error {
  override readonly name = "NotRepeatedError";

  /** `status` is Discord's, where it answered at all. */
  constructor(readonly status?: number) {
    super("Discord did not say whether the call was carried out");
  }
}

/**
 * Sends a request that must not reach Discord twice. Deno's fetch sends whatever it still has anew by itself, a POST too,
 * where a connection that was used before closes without an answer. A Blob and the parts of a form it reads as it sends
 * them, and knows how long they are; a request without a body gets a connection of its own.
 */
export async function sendOnce(url: string, request: RequestInit): Promise<Response> {
  const { body } = request;
  if (body instanceof FormData) return await fetch(url, request);
  if (typeof body === "string" && body !== "") {
    return await fetch(url, { ...request, body: new Blob([body]) });
  }
  using client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const alone: RequestInit & { client: Deno.HttpClient } = { ...request, client };
  return await fetch(url, alone);
}

/**
 * What was to be deleted is gone: the answer to the call before, which did not come, with what this one says of limits.
 * Where Deno's fetch itself sent a DELETE anew, nobody sees that; then the script reads that there is no such thing.
 */
export async function asDeleted(response: Response): Promise<Response> {
  await response.body?.cancel();
  const headers = new Headers(response.headers);
  for (const name of ["content-type", "content-length"]) headers.delete(name);
  return new Response(null, { status: 204, headers });
}

/** A message that Discord recognises by its nonce when it comes again, unless the script has a nonce of its own. */
export function withNonce(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const { nonce, enforce_nonce } = body as { nonce?: unknown; enforce_nonce?: unknown };
  if (nonce !== undefined || enforce_nonce !== undefined) return body;
  return { ...body, nonce: crypto.randomUUID().replaceAll("-", "").slice(0, 25), enforce_nonce: true };
}

/** Everything but POST says what is to be, not what is to be added; a POST must let Discord recognise it. */
export function mayRepeat(method: string | undefined, body: unknown): boolean {
  if (method !== "POST") return true;
  const json = body instanceof FormData ? body.get("payload_json") : body;
  if (typeof json !== "string") return false;
  try {
    const { nonce, enforce_nonce } = JSON.parse(json);
    return enforce_nonce === true && nonce !== undefined;
  } catch {
    return false;
  }
}
