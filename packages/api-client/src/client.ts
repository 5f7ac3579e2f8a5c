import {
  DeploymentList,
  DeploymentPage,
  type DeployRequest,
  DeployResponse,
  DrainResponse,
  GuildList,
  GuildUsage,
  Health,
  type LogEntry,
  LogPage,
  MigrateResponse,
  MigrationList,
  PlacementList,
  RevisionDiff,
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
import { CronClient } from "./crons.ts";
import { readEvents } from "./events.ts";
import { IdentityClient } from "./identity.ts";
import { KvClient } from "./kv.ts";
import { type ClientOptions, ofGuild, query, Transport } from "./transport.ts";

export interface Condition {
  /** Only while the current deployment has this ETag: otherwise ApiError 412. */
  ifMatch?: string;
}

export interface LogFilter {
  /** Least level. */
  level?: string;
  /** Only what was said in this dispatch. */
  dispatch?: string;
}

export interface LogSearch extends LogFilter {
  limit?: number;
  /** Only what comes after this seq. */
  after?: number;
  /** Unix milliseconds. */
  since?: number;
  until?: number;
  /** Of a page: leads to the lines before it. */
  cursor?: string;
}

/** One method per thing the API does; every method rejects with ApiError. */
export class FloraClient {
  readonly crons: CronClient;
  readonly identity: IdentityClient;
  readonly kv: KvClient;
  readonly #transport: Transport;

  constructor(options: ClientOptions) {
    this.#transport = new Transport(options);
    this.crons = new CronClient(this.#transport);
    this.identity = new IdentityClient(this.#transport);
    this.kv = new KvClient(this.#transport);
  }

  /** Answers also while flora is degraded. */
  async health(): Promise<Health> {
    const response = await this.#transport.send("GET", "/api/health", { accept: [503] });
    return this.#transport.parse("/api/health", Health, response);
  }

  whoami(): Promise<WhoAmI> {
    return this.#transport.json("GET", "/api/whoami", WhoAmI);
  }

  guilds(): Promise<GuildList> {
    return this.#transport.json("GET", "/api/guilds", GuildList);
  }

  deploy(guildId: string, request: DeployRequest, condition: Condition = {}): Promise<DeployResponse> {
    return this.#transport.json(
      "POST",
      `${ofGuild(guildId)}/deployments`,
      DeployResponse,
      request,
      conditions(condition),
    );
  }

  /** What a deploy would say; nothing goes live. */
  validate(guildId: string, request: DeployRequest): Promise<ValidateResponse> {
    return this.#transport.json("POST", `${ofGuild(guildId)}/validate`, ValidateResponse, request);
  }

  deployment(guildId: string): Promise<Deployment> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/deployment`, Deployment);
  }

  /** With the ETag that keeps a change from undoing somebody else's. */
  async taggedDeployment(guildId: string): Promise<{ deployment: Deployment; etag: string }> {
    const path = `${ofGuild(guildId)}/deployment`;
    const response = await this.#transport.send("GET", path);
    return {
      deployment: await this.#transport.parse(path, Deployment, response),
      etag: response.headers.get("etag")!,
    };
  }

  /** Puts an earlier revision live again, as a new deployment. */
  rollback(guildId: string, revisionId: string, condition: Condition = {}): Promise<Deployment> {
    const path = `${ofGuild(guildId)}/deployment/rollback`;
    return this.#transport.json("POST", path, Deployment, { revisionId }, conditions(condition));
  }

  /** The script stays deployed, but gets no events. */
  pause(guildId: string): Promise<Deployment> {
    return this.#transport.json("POST", `${ofGuild(guildId)}/deployment/pause`, Deployment);
  }

  resume(guildId: string): Promise<Deployment> {
    return this.#transport.json("POST", `${ofGuild(guildId)}/deployment/resume`, Deployment);
  }

  revision(guildId: string, revisionId: string): Promise<RevisionInfo> {
    return this.#transport.json(
      "GET",
      `${ofGuild(guildId)}/revisions/${encodeURIComponent(revisionId)}`,
      RevisionInfo,
    );
  }

  /** Its files, as a deploy takes them. */
  revisionSources(guildId: string, revisionId: string): Promise<RevisionSources> {
    const path = `${ofGuild(guildId)}/revisions/${encodeURIComponent(revisionId)}/sources`;
    return this.#transport.json("GET", path, RevisionSources);
  }

  deployments(): Promise<DeploymentList> {
    return this.#transport.json("GET", "/api/deployments", DeploymentList);
  }

  /** What it changes, against another revision or what is live. */
  diff(guildId: string, revisionId: string, from?: string): Promise<RevisionDiff> {
    const path = `${ofGuild(guildId)}/revisions/${encodeURIComponent(revisionId)}/diff`;
    return this.#transport.json("GET", `${path}${query({ from })}`, RevisionDiff);
  }

  /** Newest first; `cursor` of a page leads to the next. */
  history(guildId: string, page: { limit?: number; cursor?: string } = {}): Promise<DeploymentPage> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/deployments${query(page)}`, DeploymentPage);
  }

  async undeploy(guildId: string, condition: Condition = {}): Promise<void> {
    await this.#transport.send("DELETE", `${ofGuild(guildId)}/deployment`, {
      headers: conditions(condition),
    });
  }

  logs(guildId: string, filter: LogSearch = {}): Promise<LogPage> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/logs${query({ ...filter })}`, LogPage);
  }

  /** New lines as they are written, after `after` where given, until the signal aborts or the server ends it. */
  async *followLogs(
    guildId: string,
    { after, signal, ...filter }: LogFilter & { after?: number; signal?: AbortSignal } = {},
  ): AsyncGenerator<LogEntry> {
    const headers: Record<string, string> = after === undefined ? {} : { "last-event-id": String(after) };
    const path = `${ofGuild(guildId)}/logs/stream${query({ ...filter })}`;
    const response = await this.#transport.send("GET", path, { headers, signal });
    for await (const event of readEvents(response.body!)) {
      if (event.event === "line") yield JSON.parse(event.data) as LogEntry;
    }
  }

  /** What the guild's script does and uses. */
  usage(guildId: string): Promise<GuildUsage> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/usage`, GuildUsage);
  }

  /** What became of a guild's events; `since` in Unix milliseconds. */
  why(
    guildId: string,
    filter: { message?: string; command?: string; since?: number } = {},
  ): Promise<WhyAnswer> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/why${query(filter)}`, WhyAnswer);
  }

  secrets(guildId: string): Promise<SecretList> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/secrets`, SecretList);
  }

  async putSecret(
    guildId: string,
    name: string,
    secret: { value: string; allowedHosts: string[] },
  ): Promise<void> {
    const path = `${ofGuild(guildId)}/secrets/${encodeURIComponent(name)}`;
    await this.#transport.send("PUT", path, { body: secret });
  }

  async deleteSecret(guildId: string, name: string): Promise<void> {
    await this.#transport.send(
      "DELETE",
      `${ofGuild(guildId)}/secrets/${encodeURIComponent(name)}`,
    );
  }

  workers(): Promise<WorkerList> {
    return this.#transport.json("GET", "/api/admin/workers", WorkerList);
  }

  placements(): Promise<PlacementList> {
    return this.#transport.json("GET", "/api/admin/guilds", PlacementList);
  }

  migrate(guildId: string, worker: string): Promise<MigrateResponse> {
    return this.#transport.json(
      "POST",
      `/api/admin/guilds/${encodeURIComponent(guildId)}/migrate`,
      MigrateResponse,
      {
        worker,
      },
    );
  }

  async pin(guildId: string, worker: string | null): Promise<void> {
    await this.#transport.send("PUT", `/api/admin/guilds/${encodeURIComponent(guildId)}/pin`, {
      body: { worker },
    });
  }

  async undrain(worker: string): Promise<void> {
    await this.#transport.send("DELETE", `/api/admin/workers/${encodeURIComponent(worker)}/drain`);
  }

  /** What became of the moves of late, newest first. */
  migrations(query: { limit?: number; guild?: string } = {}): Promise<MigrationList> {
    const entries = Object.entries(query).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]]
    );
    return this.#transport.json(
      "GET",
      `/api/admin/migrations?${new URLSearchParams(entries)}`,
      MigrationList,
    );
  }

  /** Everything flora keeps, as a SQLite database. */
  async backup(): Promise<ReadableStream<Uint8Array>> {
    return (await this.#transport.send("POST", "/api/admin/backup")).body!;
  }

  /** What flora counts, in Prometheus' text format. */
  async metrics(): Promise<string> {
    return await (await this.#transport.send("GET", "/api/admin/metrics")).text();
  }

  drain(worker: string, restart: boolean): Promise<DrainResponse> {
    return this.#transport.json(
      "POST",
      `/api/admin/workers/${encodeURIComponent(worker)}/drain`,
      DrainResponse,
      {
        restart,
      },
    );
  }

  settings(guildId: string): Promise<SettingList> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/settings`, SettingList);
  }

  /** All of them or none; null goes back to the default. */
  changeSettings(guildId: string, values: SettingsPut["values"]): Promise<SettingList> {
    const path = `${ofGuild(guildId)}/settings`;
    return this.#transport.json("PUT", path, SettingList, { values });
  }

  webhooks(guildId: string): Promise<WebhookList> {
    return this.#transport.json("GET", `${ofGuild(guildId)}/webhooks`, WebhookList);
  }

  rotateWebhook(guildId: string, name: string): Promise<WebhookInfo> {
    const path = `${ofGuild(guildId)}/webhooks/${encodeURIComponent(name)}/rotate`;
    return this.#transport.json("POST", path, WebhookInfo);
  }
}

function conditions({ ifMatch }: Condition): Record<string, string> {
  return ifMatch === undefined ? {} : { "if-match": ifMatch };
}
