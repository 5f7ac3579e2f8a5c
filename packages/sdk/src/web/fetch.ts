import { currentDispatch, ops } from "../runtime/wall.ts";
import type { AbortSignal } from "./abort.ts";
import type { RemoteBody } from "./body.ts";
import { crypto } from "./crypto.ts";
import { Request, type RequestInit } from "./request.ts";
import { Response } from "./response.ts";

/** Bodies that go on at the host, by the dispatch that may read them. */
const open: Record<string, Set<HostBody>> = Object.create(null);

/**
 * WHATWG fetch, done by the host. Refusals carry `code`: HTTP_FORBIDDEN, HTTP_FAILED, HTTP_TIMEOUT, HTTP_TOO_LARGE,
 * LIMIT_EXCEEDED, SECRET_HOST_FORBIDDEN. The body of an answer comes in pieces where it is large or slow: `text()` and
 * the like wait for all of it, `body` gives each as it comes. The body of a request is sent when it is whole.
 */
export async function fetch(
  input: ConstructorParameters<typeof Request>[0],
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init);
  const { url, method, redirect, signal } = request;
  const bytes = await request.bytes();
  signal.throwIfAborted();
  const id = crypto.randomUUID();
  const asked = ops.http.fetch({
    id,
    url,
    method,
    redirect,
    headers: [...request.headers],
    ...(bytes.length === 0 ? {} : { bodyBase64: bytes.toBase64() }),
  });
  const { status, statusText, headers, redirected, bodyBase64, more, ...answer } = await untilAborted(
    asked,
    signal,
    id,
  );
  const first = Uint8Array.fromBase64(bodyBase64);
  const body = more ? new HostBody(id, first, signal) : first.length === 0 ? null : first;
  return new Response(body, { status, statusText, headers }, { url: answer.url, redirected });
}

/** The handlers of a dispatch have ended: nobody reads its bodies any more. */
export function closeBodiesOf(dispatch: string): void {
  const bodies = open[dispatch];
  // Where there is none, nothing is asked of the language that a script may have broken.
  if (bodies !== undefined) { for (const body of bodies) body.cancel(); }
}

export class HostBody implements RemoteBody {
  readonly #dispatch = currentDispatch();
  #first: Uint8Array<ArrayBuffer> | undefined;
  #more = true;

  constructor(
    private readonly id: string,
    first: Uint8Array<ArrayBuffer>,
    private readonly signal: AbortSignal,
  ) {
    if (first.length > 0) this.#first = first;
    if (this.#dispatch !== undefined) (open[this.#dispatch] ??= new Set()).add(this);
  }

  async next(whole: boolean): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.signal.throwIfAborted();
    const first = this.#first;
    this.#first = undefined;
    if (first) return first;
    while (this.#more) {
      const { bodyBase64, more } = await untilAborted(
        ops.http.read({ id: this.id, whole }),
        this.signal,
        this.id,
      );
      if (!more) this.#forget();
      if (bodyBase64 !== "") return Uint8Array.fromBase64(bodyBase64);
    }
    return undefined;
  }

  cancel(): void {
    if (!this.#more) return;
    this.#forget();
    cancel(this.id);
  }

  #forget(): void {
    this.#more = false;
    if (this.#dispatch === undefined) return;
    const bodies = open[this.#dispatch];
    bodies?.delete(this);
    if (bodies?.size === 0) delete open[this.#dispatch];
  }
}

function cancel(id: string): void {
  // Where it has ended meanwhile there is nothing to cancel.
  ops.http.cancel({ id }).catch(() => {});
}

/** Rejects as soon as the signal aborts, and lets the host stop. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal, id: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason);
      cancel(id);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
