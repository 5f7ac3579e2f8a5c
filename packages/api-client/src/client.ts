import type { z } from "zod";
import {
  DeploymentList,
  DeploymentPage,
  type DeployRequest,
  DeployResponse,
  DrainResponse,
  GuildList,
  Health,
  type LogEntry,
  LogPage,
  MigrateResponse,
  MigrationList,
  PlacementList,
  Problem,
  RevisionInfo,
  RevisionSources,
  SecretList,
  SettingList,
  type SettingsPut,
  ValidateResponse,
  WebhookInfo,
  WebhookList,
  WhoAmI,
  WhyAnswer,
  WorkerList,
} from "@flora/protocol/api";
import { Deployment } from "@flora/model";
import { readEvents } from "./events.ts";

/** The API answered with problem details, or did not answer (status 0). */
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
}

export interface Condition {
  /** Only while the current deployment has this ETag: otherwise ApiError 412. */
  ifMatch?: string;
}

/** One method per thing the API does; every method rejects with ApiError. */
export class FloraClient {
  constructor(private readonly options: ClientOptions) {}

  /** Answers also while flora is degraded. */
  async health(): Promise<Health> {
    const response = await this.#send("GET", "/api/health", { accept: [503] });
    return this.#parse("/api/health", Health, response);
  }

  whoami(): Promise<WhoAmI> {
    return this.#json("GET", "/api/whoami", WhoAmI);
  }

  guilds(): Promise<GuildList> {
    return this.#json("GET", "/api/guilds", GuildList);
  }

  deploy(guildId: string, request: DeployRequest, condition: Condition = {}): Promise<DeployResponse> {
    return this.#json("POST", `${ofGuild(guildId)}/deployments`, DeployResponse, request, condition);
  }

  /** What a deploy would say; nothing goes live. */
  validate(guildId: string, request: DeployRequest): Promise<ValidateResponse> {
    return this.#json("POST", `${ofGuild(guildId)}/validate`, ValidateResponse, request);
  }

  deployment(guildId: string): Promise<Deployment> {
    return this.#json("GET", `${ofGuild(guildId)}/deployment`, Deployment);
  }

  /** With the ETag that keeps a change from undoing somebody else's. */
  async taggedDeployment(guildId: string): Promise<{ deployment: Deployment; etag: string }> {
    const path = `${ofGuild(guildId)}/deployment`;
    const response = await this.#send("GET", path);
    return { deployment: await this.#parse(path, Deployment, response), etag: response.headers.get("etag")! };
  }

  /** Puts an earlier revision live again, as a new deployment. */
  rollback(guildId: string, revisionId: string, condition: Condition = {}): Promise<Deployment> {
    const path = `${ofGuild(guildId)}/deployment/rollback`;
    return this.#json("POST", path, Deployment, { revisionId }, condition);
  }

  /** The script stays deployed, but gets no events. */
  pause(guildId: string): Promise<Deployment> {
    return this.#json("POST", `${ofGuild(guildId)}/deployment/pause`, Deployment);
  }

  resume(guildId: string): Promise<Deployment> {
    return this.#json("POST", `${ofGuild(guildId)}/deployment/resume`, Deployment);
  }

  revision(guildId: string, revisionId: string): Promise<RevisionInfo> {
    return this.#json("GET", `${ofGuild(guildId)}/revisions/${encodeURIComponent(revisionId)}`, RevisionInfo);
  }

  /** Its files, as a deploy takes them. */
  revisionSources(guildId: string, revisionId: string): Promise<RevisionSources> {
    const path = `${ofGuild(guildId)}/revisions/${encodeURIComponent(revisionId)}/sources`;
    return this.#json("GET", path, RevisionSources);
  }

  deployments(): Promise<DeploymentList> {
    return this.#json("GET", "/api/deployments", DeploymentList);
  }

  /** Newest first; `cursor` of a page leads to the next. */
  history(guildId: string, page: { limit?: number; cursor?: string } = {}): Promise<DeploymentPage> {
    return this.#json("GET", `${ofGuild(guildId)}/deployments${query(page)}`, DeploymentPage);
  }

  async undeploy(guildId: string, condition: Condition = {}): Promise<void> {
    await this.#send("DELETE", `${ofGuild(guildId)}/deployment`, { headers: conditions(condition) });
  }

  logs(guildId: string, filter: { limit?: number; after?: number; level?: string } = {}): Promise<LogPage> {
    return this.#json("GET", `${ofGuild(guildId)}/logs${query(filter)}`, LogPage);
  }

  /** New lines as they are written, after `after` where given, until the signal aborts or the server ends it. */
  async *followLogs(
    guildId: string,
    options: { after?: number; level?: string; signal?: AbortSignal } = {},
  ): AsyncGenerator<LogEntry> {
    const search = query({ level: options.level });
    const headers: Record<string, string> = options.after === undefined
      ? {}
      : { "last-event-id": String(options.after) };
    const path = `${ofGuild(guildId)}/logs/stream${search}`;
    const response = await this.#send("GET", path, { headers, signal: options.signal });
    for await (const event of readEvents(response.body!)) {
      if (event.event === "line") yield JSON.parse(event.data) as LogEntry;
    }
  }

  /** What became of a guild's events; `since` in Unix milliseconds. */
  why(
    guildId: string,
    filter: { message?: string; command?: string; since?: number } = {},
  ): Promise<WhyAnswer> {
    return this.#json("GET", `${ofGuild(guildId)}/why${query(filter)}`, WhyAnswer);
  }

  secrets(guildId: string): Promise<SecretList> {
    return this.#json("GET", `${ofGuild(guildId)}/secrets`, SecretList);
  }

  async putSecret(
    guildId: string,
    name: string,
    secret: { value: string; allowedHosts: string[] },
  ): Promise<void> {
    const path = `${ofGuild(guildId)}/secrets/${encodeURIComponent(name)}`;
    await this.#send("PUT", path, { body: secret });
  }

  async deleteSecret(guildId: string, name: string): Promise<void> {
    await this.#send(
      "DELETE",
      `${ofGuild(guildId)}/secrets/${encodeURIComponent(name)}`,
    );
  }

  workers(): Promise<WorkerList> {
    return this.#json("GET", "/api/admin/workers", WorkerList);
  }

  placements(): Promise<PlacementList> {
    return this.#json("GET", "/api/admin/guilds", PlacementList);
  }

  migrate(guildId: string, worker: string): Promise<MigrateResponse> {
    return this.#json("POST", `/api/admin/guilds/${encodeURIComponent(guildId)}/migrate`, MigrateResponse, {
      worker,
    });
  }

  async pin(guildId: string, worker: string | null): Promise<void> {
    await this.#send("PUT", `/api/admin/guilds/${encodeURIComponent(guildId)}/pin`, { body: { worker } });
  }

  async undrain(worker: string): Promise<void> {
    await this.#send("DELETE", `/api/admin/workers/${encodeURIComponent(worker)}/drain`);
  }

  /** What became of the moves of late, newest first. */
  migrations(query: { limit?: number; guild?: string } = {}): Promise<MigrationList> {
    const entries = Object.entries(query).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]]
    );
    return this.#json("GET", `/api/admin/migrations?${new URLSearchParams(entries)}`, MigrationList);
  }

  drain(worker: string, restart: boolean): Promise<DrainResponse> {
    return this.#json("POST", `/api/admin/workers/${encodeURIComponent(worker)}/drain`, DrainResponse, {
      restart,
    });
  }

  settings(guildId: string): Promise<SettingList> {
    return this.#json("GET", `${ofGuild(guildId)}/settings`, SettingList);
  }

  /** All of them or none; null goes back to the default. */
  changeSettings(guildId: string, values: SettingsPut["values"]): Promise<SettingList> {
    const path = `${ofGuild(guildId)}/settings`;
    return this.#json("PUT", path, SettingList, { values });
  }

  webhooks(guildId: string): Promise<WebhookList> {
    return this.#json("GET", `${ofGuild(guildId)}/webhooks`, WebhookList);
  }

  rotateWebhook(guildId: string, name: string): Promise<WebhookInfo> {
    const path = `${ofGuild(guildId)}/webhooks/${encodeURIComponent(name)}/rotate`;
    return this.#json("POST", path, WebhookInfo);
  }

  async #json<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    body?: unknown,
    condition: Condition = {},
  ): Promise<z.output<S>> {
    return await this.#parse(
      path,
      schema,
      await this.#send(method, path, { body, headers: conditions(condition) }),
    );
  }

  async #parse<S extends z.ZodType>(path: string, schema: S, response: Response): Promise<z.output<S>> {
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw new ApiError(response.status, { detail: `Cannot read answer of ${path}: ${parsed.error.message}` });
  }

  async #send(
    method: string,
    path: string,
    init: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal; accept?: number[] } = {},
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.options.token) headers.set("authorization", `Bearer ${this.options.token}`);
    if (init.body !== undefined) headers.set("content-type", "application/json");
    let response: Response;
    try {
      const body = init.body === undefined ? undefined : JSON.stringify(init.body);
      response = await fetch(new URL(path, this.options.baseUrl), {
        method,
        headers,
        body,
        signal: init.signal,
      });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError(0, { detail: `Cannot reach ${this.options.baseUrl}: ${reasonOf(error)}` });
    }
    if (response.ok || init.accept?.includes(response.status)) return response;
    const problem = Problem.safeParse(await response.json().catch(() => undefined));
    const detail = `Cannot ${method} ${path}: the server answered ${response.status}`;
    throw new ApiError(response.status, problem.success ? problem.data : { detail });
  }
}

function ofGuild(guildId: string): string {
  return `/api/guilds/${encodeURIComponent(guildId)}`;
}

function query(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) => value === undefined ? [] : [[key, String(value)]]),
  );
  return search.size === 0 ? "" : `?${search}`;
}

function conditions({ ifMatch }: Condition): Record<string, string> {
  return ifMatch === undefined ? {} : { "if-match": ifMatch };
}

/** What the innermost cause says, without the layers it came through. */
function reasonOf(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  const text = inner instanceof Error ? inner.message : String(inner);
  return text.slice(text.lastIndexOf(": ") + 1).trim();
}
