import type { z } from "zod";
import type { Gateway } from "../gateway/gateway.ts";
import type { World } from "../state/world.ts";

/** Names of the `:parameters` of a path. */
type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : P extends `${string}:${infer Name}` ? Name
  : never;

/** An uploaded file of a multipart request. */
export interface Upload {
  /** The `n` of `files[n]`. */
  index: string;
  filename: string;
  contentType: string | null;
  bytes: Uint8Array;
}

/** One request, read and judged, on its way to its handler. */
export interface Call<P extends string = string, B = unknown, Q = unknown> {
  world: World;
  gateway: Gateway;
  /** Who calls: the bot, or the person whose access token was sent. */
  userId: string;
  params: Record<P, string>;
  body: B;
  query: Q;
  files: Upload[];
  /** The decoded audit log reason. */
  reason: string | null;
}

/** One route of the REST surface. */
export interface Route {
  method: string;
  path: string;
  segments: string[];
  body: z.ZodType | null;
  query: z.ZodType | null;
  /** False for routes whose path carries its own token. */
  auth: boolean;
  /** What an access token must be for, on routes that people's applications may call too. */
  scope: string | null;
  handle: (call: Call) => unknown;
}

/** An answer with a status other than 200 or 204. */
export class Reply {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** Answers 201 with a body. */
export function created(body: unknown): Reply {
  return new Reply(201, body);
}

/** Declares a route. A handler's result is sent with 200, no result with 204. */
export function route<
  P extends string,
  B extends z.ZodType = z.ZodUnknown,
  Q extends z.ZodType = z.ZodUnknown,
>(
  method: string,
  path: P,
  options: { body?: B; query?: Q; auth?: boolean; scope?: string },
  handle: (call: Call<ParamNames<P>, z.output<B>, z.output<Q>>) => unknown,
): Route {
  return {
    method,
    path,
    segments: path.split("/").slice(1),
    body: options.body ?? null,
    query: options.query ?? null,
    auth: options.auth ?? true,
    scope: options.scope ?? null,
    handle: handle as unknown as (call: Call) => unknown,
  };
}
