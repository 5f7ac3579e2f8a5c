import type { Gateway } from "../gateway/gateway.ts";
import type { OAuth2Provider } from "../oauth2/provider.ts";
import { isSnowflake } from "../snowflake.ts";
import type { Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { DiscordError, refuse, refuseField } from "./errors.ts";
import { parseForm } from "./form.ts";
import { type Match, match } from "./match.ts";
import type { RateLimiter, Verdict } from "./rate-limits.ts";
import { type ReadBody, readBody } from "./read-body.ts";
import type { RequestLog } from "./request-log.ts";
import type { RestFault, RestFaults } from "./rest-faults.ts";
import { Reply, type Route } from "./route.ts";

/** Thrown to cut a connection without an answer. */
export class DropConnection extends Error {
  override readonly name = "DropConnection";
}

/** What the REST surface is made of. */
export interface RestParts {
  world: World;
  gateway: Gateway;
  oauth2: OAuth2Provider;
  limiter: RateLimiter;
  faults: RestFaults;
  log: RequestLog;
}

interface Seen {
  route: string | null;
  read: ReadBody;
  guildId: string | null;
}

/** Answers one REST request below `/api`. */
export async function answer(parts: RestParts, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/api/, "").replace(/^\/v\d+(?=\/|$)/, "");
  const version = /^\/api\/v(\d+)/.exec(url.pathname)?.[1] ?? "10";
  const query = Object.fromEntries(url.searchParams);
  const seen: Seen = { route: null, read: { body: undefined, files: [] }, guildId: null };
  const reason = decodeReason(request.headers.get("x-audit-log-reason"));
  const headers = new Headers({ "content-type": "application/json" });
  let status = 200, body: unknown;
  try {
    if (version !== "10") refuse("invalidApiVersion");
    const result = await handle(parts, request, path, query, reason, headers, seen);
    status = result instanceof Reply ? result.status : result === undefined ? 204 : 200;
    body = result instanceof Reply ? result.body : result;
  } catch (error) {
    if (error instanceof Limited) {
      ({ status, body } = error);
    } else if (error instanceof DiscordError) {
      status = error.status;
      body = error.body();
    } else {
      status = error instanceof DropConnection ? 0 : 500;
      throw error;
    }
  } finally {
    parts.log.add({
      time: parts.world.clock.iso(),
      method: request.method,
      path: decodePath(path),
      route: seen.route,
      query,
      body: seen.read.body,
      files: seen.read.files.map(({ filename, bytes }) => ({ filename, size: bytes.length })),
      authorised: request.headers.has("authorization"),
      reason,
      guildId: seen.guildId,
      status,
      response: body ?? null,
    });
  }
  if (status === 204) headers.delete("content-type");
  return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
}

async function handle(
  parts: RestParts,
  request: Request,
  path: string,
  query: Record<string, string>,
  reason: string | null,
  headers: Headers,
  seen: Seen,
): Promise<unknown> {
  const { world, gateway, limiter, faults } = parts;
  const found = match(request.method, path);
  seen.route = found.route?.path ?? null;
  seen.guildId = guildIdOf(world, found.params);
  seen.read = await readBody(request);
  const name = `${request.method} ${seen.route ?? path}`;
  const hit = faults.take(name);
  for (const fault of hit) if (!AFTERWARDS.has(fault.kind)) await apply(fault, headers);
  if (!found.route) refuse(found.otherMethod ? "methodNotAllowed" : "notFound");
  const userId = found.route.auth ? authorise(request, found.route, parts) : world.botId;
  if (found.route.auth && userId === world.botId) {
    const waitMs = limiter.takeGlobal();
    if (waitMs > 0) limited(headers, waitMs, "global");
  }
  if (found.route.path !== "/interactions/:interaction_id/:interaction_token/callback") {
    const verdict = limiter.take(name, userId === world.botId ? majorOf(found) : userId);
    if (verdict) announce(headers, verdict, world.clock.now());
  }
  checkParams(found.params);
  const body = found.route.body ? parseForm(found.route.body, seen.read.body ?? {}) : seen.read.body;
  const parsedQuery = found.route.query ? parseForm(found.route.query, query) : query;
  const call = {
    world,
    gateway,
    userId,
    params: found.params,
    body,
    query: parsedQuery,
    files: seen.read.files,
    reason,
  };
  const result = await found.route.handle(call);
  for (const fault of hit) if (AFTERWARDS.has(fault.kind)) await apply(fault, headers);
  return result;
}

/** Trouble with the answer alone. */
const AFTERWARDS: ReadonlySet<RestFault["kind"]> = new Set(["lateAnswer", "lostAnswer"]);

/** A 429 on its way to the client. */
class Limited extends Error {
  readonly status = 429;
  readonly body: Wire;

  constructor(body: Wire) {
    super("You are being rate limited.");
    this.body = body;
  }
}

/** Who calls: the bot by its token, or a person by an access token that is for this route. */
function authorise(request: Request, { scope }: Route, { world, gateway, oauth2 }: RestParts): string {
  const given = request.headers.get("authorization") ?? "";
  if (given === `Bot ${gateway.token}`) return world.botId;
  const access = scope && given.startsWith("Bearer ")
    ? oauth2.find(given.slice("Bearer ".length))
    : undefined;
  return access?.scopes.includes(scope!) ? access.userId : refuse("unauthorized");
}

function announce(headers: Headers, verdict: Verdict, now: number): void {
  const afterSeconds = Math.max(0, verdict.resetAtMs - now) / 1000;
  headers.set("x-ratelimit-limit", String(verdict.limit));
  headers.set("x-ratelimit-remaining", String(verdict.remaining));
  headers.set("x-ratelimit-reset", (verdict.resetAtMs / 1000).toFixed(3));
  headers.set("x-ratelimit-reset-after", afterSeconds.toFixed(3));
  headers.set("x-ratelimit-bucket", verdict.bucket);
  if (!verdict.allowed) limited(headers, verdict.resetAtMs - now, "user");
}

function limited(headers: Headers, waitMs: number, scope: RestFault["scope"]): never {
  const retryAfter = waitMs / 1000;
  headers.set("retry-after", retryAfter.toFixed(3));
  headers.set("x-ratelimit-scope", scope);
  if (scope === "global") headers.set("x-ratelimit-global", "true");
  throw new Limited({
    message: "You are being rate limited.",
    retry_after: Number(retryAfter.toFixed(3)),
    global: scope === "global",
    code: 0,
  });
}

async function apply(fault: RestFault, headers: Headers): Promise<void> {
  if (fault.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, fault.latencyMs));
  if (fault.kind === "dropConnection" || fault.kind === "lostAnswer") throw new DropConnection();
  if (fault.kind === "rateLimit") limited(headers, fault.retryAfterMs, fault.scope);
  if (fault.kind === "status") throw new Faulted(fault.status);
}

/** A made-up status; the body is what Discord's edge sends. */
class Faulted extends DiscordError {
  override readonly status: number;

  constructor(status: number) {
    super("notFound");
    this.status = status;
    this.message = `${status}: Internal Server Error`;
  }
}

function checkParams(params: Record<string, string>): void {
  for (const [name, value] of Object.entries(params)) {
    if (name.endsWith("_id") && !isSnowflake(value)) {
      refuseField([name], "NUMBER_TYPE_COERCE", `Value "${value}" is not snowflake.`);
    }
  }
}

function majorOf({ params }: Match): string {
  const webhook = params.webhook_id ? `${params.webhook_id}/${params.webhook_token ?? ""}` : undefined;
  return params.channel_id ?? params.guild_id ?? webhook ?? "global";
}

function guildIdOf(world: World, params: Record<string, string>): string | null {
  if (params.guild_id) return params.guild_id;
  if (params.channel_id) return world.channels.get(params.channel_id)?.guildId ?? null;
  const interaction = params.interaction_id ? world.interactions.get(params.interaction_id) : undefined;
  if (interaction) return interaction.guildId;
  const webhook = params.webhook_id ? world.webhooks.get(params.webhook_id) : undefined;
  if (webhook) return webhook.guildId;
  const token = params.webhook_token;
  return token ? [...world.interactions.values()].find((one) => one.token === token)?.guildId ?? null : null;
}

function decodeReason(header: string | null): string | null {
  if (!header) return null;
  try {
    return decodeURIComponent(header).slice(0, 512);
  } catch {
    return header.slice(0, 512);
  }
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
