import type { z } from "zod";
import {
  DeploymentList,
  type DeployRequest,
  DeployResponse,
  DrainResponse,
  GuildList,
  Health,
  type LogEntry,
  LogPage,
  MigrateResponse,
  PlacementList,
  Problem,
  SecretList,
  SettingList,
  type SettingsPut,
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

  deploy(guildId: string, request: DeployRequest): Promise<DeployResponse> {
    return this.#json(
      "POST",
      `/api/guilds/${encodeURIComponent(guildId)}/deployments`,
      DeployResponse,
      request,
    );
  }

  deployment(guildId: string): Promise<Deployment> {
    return this.#json("GET", `/api/guilds/${encodeURIComponent(guildId)}/deployment`, Deployment);
  }

  deployments(): Promise<DeploymentList> {
    return this.#json("GET", "/api/deployments", DeploymentList);
  }

  history(guildId: string): Promise<DeploymentList> {
    return this.#json("GET", `/api/guilds/${encodeURIComponent(guildId)}/deployments`, DeploymentList);
  }

  async undeploy(guildId: string): Promise<void> {
    await this.#send("DELETE", `/api/guilds/${encodeURIComponent(guildId)}/deployment`);
  }

  logs(guildId: string, query: { limit?: number; after?: number; level?: string } = {}): Promise<LogPage> {
    return this.#json("GET", `/api/guilds/${encodeURIComponent(guildId)}/logs?${searchOf(query)}`, LogPage);
  }

  /** New lines as they are written, after `after` where given, until the signal aborts or the server ends it. */
  async *followLogs(
    guildId: string,
    options: { after?: number; level?: string; signal?: AbortSignal } = {},
  ): AsyncGenerator<LogEntry> {
    const search = options.level ? `?level=${options.level}` : "";
    const headers: Record<string, string> = options.after === undefined
      ? {}
      : { "last-event-id": String(options.after) };
    const path = `/api/guilds/${encodeURIComponent(guildId)}/logs/stream${search}`;
    const response = await this.#send("GET", path, { headers, signal: options.signal });
    for await (const event of readEvents(response.body!)) {
      if (event.event === "line") yield JSON.parse(event.data) as LogEntry;
    }
  }

  /** What became of a guild's events; `since` in Unix milliseconds. */
  why(
    guildId: string,
    query: { message?: string; command?: string; since?: number } = {},
  ): Promise<WhyAnswer> {
    return this.#json("GET", `/api/guilds/${encodeURIComponent(guildId)}/why?${searchOf(query)}`, WhyAnswer);
  }

  secrets(guildId: string): Promise<SecretList> {
    return this.#json("GET", `/api/guilds/${encodeURIComponent(guildId)}/secrets`, SecretList);
  }

  async putSecret(
    guildId: string,
    name: string,
    secret: { value: string; allowedHosts: string[] },
  ): Promise<void> {
    const path = `/api/guilds/${encodeURIComponent(guildId)}/secrets/${encodeURIComponent(name)}`;
    await this.#send("PUT", path, { body: secret });
  }

  async deleteSecret(guildId: string, name: string): Promise<void> {
    await this.#send(
      "DELETE",
      `/api/guilds/${encodeURIComponent(guildId)}/secrets/${encodeURIComponent(name)}`,
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

  drain(worker: string, restart: boolean): Promise<DrainResponse> {
    return this.#json("POST", `/api/admin/workers/${encodeURIComponent(worker)}/drain`, DrainResponse, {
      restart,
    });
  }

  settings(guildId: string): Promise<SettingList> {
    return this.#json("GET", `/api/guilds/${encodeURIComponent(guildId)}/settings`, SettingList);
  }

  /** All of them or none; null goes back to the default. */
  changeSettings(guildId: string, values: SettingsPut["values"]): Promise<SettingList> {
    const path = `/api/guilds/${encodeURIComponent(guildId)}/settings`;
    return this.#json("PUT", path, SettingList, { values });
  }

  webhooks(guildId: string): Promise<WebhookList> {
    return this.#json("GET", `/api/guilds/${encodeURIComponent(guildId)}/webhooks`, WebhookList);
  }

  rotateWebhook(guildId: string, name: string): Promise<WebhookInfo> {
    const path = `/api/guilds/${encodeURIComponent(guildId)}/webhooks/${encodeURIComponent(name)}/rotate`;
    return this.#json("POST", path, WebhookInfo);
  }

  async #json<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.output<S>> {
    return await this.#parse(path, schema, await this.#send(method, path, { body }));
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

function searchOf(query: Record<string, string | number | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => value === undefined ? [] : [[key, String(value)]]),
  );
}

/** What the innermost cause says, without the layers it came through. */
function reasonOf(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  const text = inner instanceof Error ? inner.message : String(inner);
  return text.slice(text.lastIndexOf(": ") + 1).trim();
}
