import { Body, type BodyContent, type BodyInput, readBody } from "./body.ts";
import { Headers, type HeadersInput } from "./headers.ts";

export interface ResponseInit {
  status?: number;
  statusText?: string;
  headers?: HeadersInput;
}

const NULL_BODY = [101, 204, 205, 304];
const REDIRECTS = [301, 302, 303, 307, 308];

export class Response extends Body {
  readonly status: number;
  readonly statusText: string;
  override readonly headers: Headers;
  readonly type: "default" | "basic" | "error";
  readonly url: string;
  readonly redirected: boolean;

  /** `origin` is what only an answer from the network has, whose body is taken as it is. */
  constructor(
    body: BodyInput | BodyContent = null,
    init: ResponseInit = {},
    origin?: { url: string; redirected: boolean },
  ) {
    const { content, type } = origin ? { content: body as BodyContent | null } : readBody(body);
    const { status = 200, statusText = "" } = init;
    if (!origin && (!Number.isInteger(status) || status < 200 || status > 599)) {
      throw new RangeError(`${status} is not a status, 200 to 599 are`);
    }
    if (content !== null && NULL_BODY.includes(status)) {
      throw new TypeError(`A response with status ${status} has no body`);
    }
    super(content);
    this.status = status;
    this.statusText = String(statusText);
    this.headers = new Headers(init.headers);
    if (type !== undefined && !this.headers.has("content-type")) this.headers.set("content-type", type);
    this.type = origin ? "basic" : "default";
    this.url = origin?.url ?? "";
    this.redirected = origin?.redirected ?? false;
  }

  static json(data: unknown, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return new Response(JSON.stringify(data), { ...init, headers });
  }

  static redirect(url: string, status = 302): Response {
    if (!REDIRECTS.includes(status)) throw new RangeError(`${status} is not a redirect`);
    return new Response(null, { status, headers: { location: String(url) } });
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  clone(): Response {
    const { status, statusText, headers, url, redirected } = this;
    const origin = this.type === "basic" ? { url, redirected } : undefined;
    return new Response(this.share(), { status, statusText, headers }, origin);
  }
}
