import { URL } from "whatwg-url-minimum";
import { AbortController, type AbortSignal } from "./abort.ts";
import { Body, type BodyInput, readBody } from "./body.ts";
import { Headers, type HeadersInput } from "./headers.ts";

export interface RequestInit {
  method?: string;
  headers?: HeadersInput;
  body?: BodyInput;
  redirect?: "follow" | "manual" | "error";
  signal?: AbortSignal | null;
  /** Wanted by other platforms beside a body that is a stream. */
  duplex?: "half";
}

const BODILESS = ["GET", "HEAD"];
const NORMALIZED = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

export class Request extends Body {
  readonly url: string;
  readonly method: string;
  override readonly headers: Headers;
  readonly redirect: "follow" | "manual" | "error";
  readonly signal: AbortSignal;

  constructor(input: string | URL | Request, init: RequestInit = {}) {
    const from = input instanceof Request ? input : undefined;
    const given = readBody(init.body);
    const content = given.content ?? (from && init.body === undefined ? from.share() : null);
    super(content);
    this.url = from?.url ?? String(new URL(String(input)));
    this.method = normalize(init.method ?? from?.method ?? "GET");
    if (content !== null && BODILESS.includes(this.method)) {
      throw new TypeError(`A ${this.method} request has no body`);
    }
    this.headers = new Headers(init.headers ?? from?.headers);
    if (given.type !== undefined && !this.headers.has("content-type")) {
      this.headers.set("content-type", given.type);
    }
    this.redirect = init.redirect ?? from?.redirect ?? "follow";
    this.signal = init.signal ?? from?.signal ?? new AbortController().signal;
  }

  clone(): Request {
    return new Request(this);
  }
}

function normalize(method: string): string {
  const upper = String(method).toUpperCase();
  return NORMALIZED.includes(upper) ? upper : String(method);
}
