import type { z } from "zod";
import { Problem } from "@flora/protocol/api";

const PATIENCE_MS = 30_000;

/** The API answered with problem details, or nobody did who speaks for it (status 0). */
export class ApiError extends Error {
  constructor(readonly status: number, readonly problem: Partial<Problem> & { detail: string }) {
    super(problem.detail);
    this.name = "ApiError";
  }
}

export interface ClientOptions {
  /** Such as `http://127.0.0.1:3000`. */
  baseUrl: string;
  token?: string;
  /** Ends whatever this client waits for. */
  signal?: AbortSignal;
  /** A question must begin to be answered within this time, in milliseconds; a change may take as long as it takes. */
  patienceMs?: number;
  /** Sends requests another way than over the network. */
  fetch?: (request: Request) => Promise<Response>;
}

export interface Init {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Statuses that are no error besides the good ones. */
  accept?: number[];
}

/** Requests to the API; whatever is no good answer is an ApiError. */
export class Transport {
  constructor(private readonly options: ClientOptions) {}

  /** The answer of a JSON route, as its schema reads it. */
  async json<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<z.output<S>> {
    return await this.parse(
      path,
      schema,
      await this.send(method, path, { body, headers }),
    );
  }

  /** The body of an answer, as its schema reads it. */
  async parse<S extends z.ZodType>(path: string, schema: S, response: Response): Promise<z.output<S>> {
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    const { path: at, message } = parsed.error.issues[0]!;
    const why = at.length > 0 ? `it is of another version: ${at.join(".")}: ${message}` : contentOf(response);
    throw this.#foreign(path, why);
  }

  /** The answer to any request; a body is sent as JSON. */
  async send(
    method: string,
    path: string,
    init: Init = {},
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.options.token) headers.set("authorization", `Bearer ${this.options.token}`);
    if (init.body !== undefined) headers.set("content-type", "application/json");
    let response: Response;
    const late = new AbortController();
    const { patienceMs = PATIENCE_MS } = this.options;
    const timer = method === "GET"
      ? setTimeout(() => late.abort(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs)
      : undefined;
    try {
      const body = init.body === undefined ? init.raw : JSON.stringify(init.body);
      const given = init.signal ?? this.options.signal;
      const request = new Request(new URL(path, this.options.baseUrl), {
        method,
        headers,
        body,
        signal: given ? AbortSignal.any([given, late.signal]) : late.signal,
        // What is sent is for this address and no other.
        redirect: "manual",
      });
      response = await (this.options.fetch ?? fetch)(request);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError(0, { detail: `Cannot reach ${this.options.baseUrl}: ${reasonOf(error)}` });
    } finally {
      clearTimeout(timer);
    }
    if (response.ok || init.accept?.includes(response.status)) return response;
    const location = response.headers.get("location");
    const problem = Problem.safeParse(await response.json().catch(() => undefined));
    if (problem.success) throw new ApiError(response.status, problem.data);
    throw this.#foreign(path, `${response.status} ${location ? `to ${location}` : contentOf(response)}`);
  }

  /** Something answers there, and it is no flora as this one knows it: another program, a proxy before it. */
  #foreign(path: string, what: string): ApiError {
    return new ApiError(0, {
      detail:
        `Cannot read the answer of ${path} at ${this.options.baseUrl}: it is not as flora answers (${what})`,
    });
  }
}

const contentOf = ({ headers }: Response) => headers.get("content-type")?.split(";")[0] ?? "no content";

/** Path of everything of a guild. */
export function ofGuild(guildId: string): string {
  return `/api/guilds/${encodeURIComponent(guildId)}`;
}

/** The values that are given, as a query with its `?`. */
export function query(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) => value === undefined ? [] : [[key, String(value)]]),
  );
  return search.size === 0 ? "" : `?${search}`;
}

/** What the innermost cause says, without the layers it came through. */
function reasonOf(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  const text = inner instanceof Error ? inner.message : String(inner);
  return text.slice(text.lastIndexOf(": ") + 1).trim();
}
