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
 * A request whose body can be read only once. Deno's fetch sends whatever it can send again anew by itself, a POST too,
 * where a connection that was used before closes without an answer.
 */
export function sentOnce(request: RequestInit): RequestInit {
  if (request.body === undefined || request.body === null) return request;
  const once = new Response(request.body);
  const headers = new Headers(request.headers);
  // The boundary between a form's parts is made with the body.
  if (request.body instanceof FormData) headers.set("content-type", once.headers.get("content-type")!);
  // Of a body that is a response's own, Deno would keep what it was made of.
  return { ...request, body: ReadableStream.from(once.body!), headers };
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
