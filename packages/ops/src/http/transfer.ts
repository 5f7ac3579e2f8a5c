/** @module One request from its start to the end of its answer's body, which is handed out in parts. */
import type { IncomingMessage } from "node:http";
import { type Limits, ScriptError } from "@flora/model";
import type { EgressPart, EgressRequest, EgressResponse, SecretVault } from "../contract.ts";
import { contentCodings, decodedBody } from "./decode.ts";
import { networkFailure } from "./exchange.ts";
import type { Headers } from "./headers.ts";
import { type JourneyRules, travel } from "./journey.ts";
import { Parts } from "./parts.ts";
import type { Request } from "./redirect.ts";
import type { Slots } from "./slots.ts";

/** A body that has ended within this time after its head comes along with it. Milliseconds. */
const WITH_HEAD_MS = 25;

export class Transfer {
  /** Resolves when its connection is closed, its slot free for others and its timer stopped. */
  readonly ended: Promise<void>;
  readonly #deadline = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #end!: () => void;
  #release: (() => void) | undefined;
  #parts: Parts | undefined;
  #cancelled = false;

  constructor(
    private readonly url: URL,
    private readonly limits: Limits,
    private readonly secrets: SecretVault,
  ) {
    this.ended = new Promise((resolve) => this.#end = resolve);
    const { fetchTimeoutMs } = limits;
    if (fetchTimeoutMs > 0) this.#timer = setTimeout(() => this.#deadline.abort(), fetchTimeoutMs);
  }

  /** Waits for its turn and sends the request; the head of the answer, and what has come of its body. */
  async start(
    slots: Slots,
    first: Request,
    redirect: EgressRequest["redirect"],
    rules: JourneyRules,
  ): Promise<EgressResponse> {
    return await this.#guarded(async () => {
      const { signal } = this.#deadline;
      this.#release = await slots.take(signal);
      const { request, response, redirected } = await travel(first, redirect, rules, this.secrets, signal);
      const codings = this.#open(request, response);
      return {
        status: response.statusCode!,
        statusText: this.secrets.scrub(response.statusMessage ?? ""),
        url: this.secrets.scrub(withoutFragment(request.url)),
        redirected,
        headers: responseHeaders(response, codings.length > 0, this.secrets),
        ...await this.#take(WITH_HEAD_MS),
      };
    });
  }

  /** What has come of the body since, at least something; with `whole` as much as one part holds. */
  read(whole: boolean): Promise<EgressPart> {
    return this.#guarded(() => this.#take(whole ? Infinity : 0));
  }

  /** Nobody waits for it any more. */
  cancel(): void {
    this.#cancelled = true;
    this.#deadline.abort();
    this.#close();
  }

  /** Begins to read the body; the codings it has been freed of. */
  #open(request: Request, response: IncomingMessage): string[] {
    const { signal } = this.#deadline;
    const abort = () => response.destroy(new Error("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    void this.ended.then(() => {
      signal.removeEventListener("abort", abort);
      response.destroy();
    });
    if (signal.aborted) abort();
    const codings = contentCodings(response.headers["content-encoding"]) ?? [];
    const empty = request.method === "HEAD" || [204, 205, 304].includes(response.statusCode!);
    const body = empty ? nothing() : decodedBody(response, codings, this.limits.fetchBytes);
    this.#parts = new Parts(body, this.secrets.scrubber());
    return codings;
  }

  async #take(pauseMs: number): Promise<EgressPart> {
    const part = await this.#parts!.take(pauseMs);
    if (!part.more) this.#close();
    return part;
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = this.#failure(error);
      this.#close();
      throw failure;
    }
  }

  #failure(error: unknown): ScriptError {
    const { hostname } = this.url;
    if (this.#cancelled) return new ScriptError("HTTP_FAILED", `Cannot fetch ${hostname}: cancelled`);
    if (error instanceof ScriptError) return error;
    if (!this.#deadline.signal.aborted) return networkFailure(error, this.url);
    return new ScriptError(
      "HTTP_TIMEOUT",
      `Cannot fetch ${hostname}: took longer than ${this.limits.fetchTimeoutMs} ms`,
    );
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#release?.();
    this.#end();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** What was decoded no longer has the size and coding it was sent with. */
function responseHeaders(response: IncomingMessage, decoded: boolean, secrets: SecretVault): Headers {
  const headers: Headers = [];
  for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
    const name = response.rawHeaders[i]!.toLowerCase();
    if (decoded && (name === "content-encoding" || name === "content-length")) continue;
    headers.push([name, secrets.scrub(response.rawHeaders[i + 1]!)]);
  }
  return headers;
}

function withoutFragment(url: URL): string {
  const copy = new URL(url);
  copy.hash = "";
  return copy.href;
}
