import { ops } from "../runtime/wall.ts";
import type { AbortSignal } from "./abort.ts";
import { Request, type RequestInit } from "./request.ts";
import { Response } from "./response.ts";

/** WHATWG fetch, done by the host. Refusals carry `code`: HTTP_FORBIDDEN, HTTP_FAILED, HTTP_TIMEOUT, HTTP_TOO_LARGE. */
export async function fetch(
  input: ConstructorParameters<typeof Request>[0],
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init);
  const { url, method, redirect, signal } = request;
  const bytes = await request.bytes();
  signal.throwIfAborted();
  const answer = await untilAborted(
    ops.http.fetch({
      url,
      method,
      redirect,
      headers: [...request.headers],
      ...(bytes.length === 0 ? {} : { bodyBase64: bytes.toBase64() }),
    }),
    signal,
  );
  const { status, statusText, headers, redirected } = answer;
  const body = answer.bodyBase64 === "" ? null : Uint8Array.fromBase64(answer.bodyBase64);
  return new Response(body, { status, statusText, headers }, { url: answer.url, redirected });
}

/** The host's request goes on; nobody waits for it any more. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
