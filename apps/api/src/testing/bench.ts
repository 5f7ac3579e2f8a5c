/** @module The whole API on a free port, with storage on disk and a scripted gateway at the other end of its link. */
import { join } from "node:path";
import { defaultLimits, type GuildId, type Limits, type UserId } from "@flora/model";
import type { Problem } from "@flora/protocol/api";
import {
  createSealer,
  generateKey,
  openStorage,
  parseKey,
  type Storage,
  type TokenRecord,
} from "@flora/storage";
import { createLogger, createMetrics, WhyBook } from "@flora/telemetry";
import { Standings } from "../access/standing.ts";
import { createApp } from "../app.ts";
import type { Api, ApiParts, Login } from "../context.ts";
import { GatewayLink } from "../gateway-link.ts";
import { insideAnswers } from "../inside/answers.ts";
import { defaultBodyTimeouts } from "../read-body.ts";
import { stopServing } from "../stop-serving.ts";
import { newToken } from "../access/proofs.ts";
import { ScriptedGateway } from "./scripted-gateway.ts";

export const HOME = "910000000000000001" as GuildId;
export const OTHER = "910000000000000002" as GuildId;
const unlimited = { requestsPerMinute: 0, deploysPerMinute: 0, strangerRequestsPerMinute: 0 };
const SECRET = "a secret of this test";

export interface BenchOptions {
  limits?: Partial<Limits>;
  login?: Login;
  operators?: UserId[];
  publicUrl?: string;
  trustedProxies?: string[];
  auditEntriesKept?: number;
  rates?: Partial<ApiParts["rates"]>;
}

/** The machine's clock, ahead as far as a test wants. */
export class AheadClock {
  aheadMs = 0;
  readonly now = (): number => Date.now() + this.aheadMs;
}

/** What a token of the installation may be. */
type TokenExtra = Partial<
  Pick<TokenRecord, "guildIds" | "expiresAt" | "level" | "readOnly" | "maker" | "kind">
>;

export class Bench implements AsyncDisposable {
  readonly logs: string[] = [];
  readonly app: Api;
  /** What it answers inside Discord. */
  readonly inside: ReturnType<typeof insideAnswers>;
  /** What `app` is made of, for apps of which something is otherwise. */
  readonly parts: ApiParts;
  readonly #stopping = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  private constructor(
    readonly folder: string,
    readonly clock: AheadClock,
    readonly storage: Storage,
    public gateway: ScriptedGateway,
    private readonly link: GatewayLink,
    /** An operator's. */
    readonly token: string,
    { limits, login = { missing: ["DISCORD_CLIENT_SECRET"] }, operators = [], ...rest }: BenchOptions,
  ) {
    const log = createLogger({ name: "api", level: "debug", write: (line) => this.logs.push(line) });
    const sealer = createSealer([parseKey(generateKey())]);
    const { now } = this.clock;
    this.parts = {
      storage,
      gateway: link,
      sealer,
      limits: { ...defaultLimits, ...limits },
      metrics: createMetrics(),
      log,
      why: new WhyBook(),
      version: "0.0.0",
      login,
      standings: new Standings({ storage, sealer, discord: login.discord, operators, log, now }),
      publicUrl: () => rest.publicUrl ?? this.url,
      trustedProxies: rest.trustedProxies ?? [],
      auditEntriesKept: rest.auditEntriesKept ?? 1000,
      rates: { ...unlimited, ...rest.rates },
      now,
      tailIntervalMs: 10,
      standingIntervalMs: 50,
      bodyTimeouts: defaultBodyTimeouts,
      stopping: this.#stopping.signal,
    };
    this.app = createApp(this.parts);
    this.inside = insideAnswers(this.app, this.parts);
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, this.app.fetch);
  }

  static async open(options: BenchOptions = {}): Promise<Bench> {
    const folder = await Deno.makeTempDir({ prefix: "flora-api-" });
    const clock = new AheadClock();
    const storage = await openStorage(`sqlite:${join(folder, "flora.db")}`, { now: clock.now });
    const gateway = await ScriptedGateway.start(storage, SECRET);
    gateway.guilds.push({ guildId: HOME, name: "Home" }, { guildId: OTHER, name: "Other" });
    const link = new GatewayLink({ host: "127.0.0.1", port: gateway.port, secret: SECRET });
    return new Bench(folder, clock, storage, gateway, link, await addToken(storage, "operator"), options);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** A request with the operator's token, or with another one, or (null) with none. */
  send(
    method: string,
    path: string,
    init: { body?: BodyInit; json?: unknown; headers?: Record<string, string>; token?: string | null } = {},
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    if (init.token !== null) headers.set("authorization", `Bearer ${init.token ?? this.token}`);
    if (init.json !== undefined) headers.set("content-type", "application/json");
    const body = init.json === undefined ? init.body : JSON.stringify(init.json);
    return fetch(this.url + path, { method, headers, body });
  }

  /** The body of an answer that must have this status. */
  // deno-lint-ignore no-explicit-any -- what it holds is what the test is about
  async read(status: number, ...request: Parameters<Bench["send"]>): Promise<any> {
    const response = await this.send(...request);
    const text = await response.text();
    if (response.status !== status) throw new Error(`${request[1]}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The problem details of an answer that must have this status. */
  async refusal(status: number, ...request: Parameters<Bench["send"]>): Promise<Problem> {
    return await this.read(status, ...request);
  }

  /** A token without a maker, unless one is given: an operator's, or an editor's of some guilds. */
  addToken(name: string, extra: TokenExtra = {}): Promise<string> {
    return addToken(this.storage, name, extra);
  }

  /** A gateway that comes back where the first one was. */
  async restartGateway(): Promise<void> {
    const { port, guilds } = this.gateway;
    await this.gateway.die();
    this.gateway = await ScriptedGateway.start(this.storage, SECRET, port);
    this.gateway.guilds.push(...guilds);
  }

  /** As the process stops: tails end, then the server waits for what is under way; false where it gave up on somebody. */
  async stop(patienceMs = 30_000): Promise<boolean> {
    this.#stopping.abort();
    return await stopServing(this.#server, patienceMs);
  }

  async [Symbol.asyncDispose]() {
    await this.stop();
    await this.link.close();
    await this.gateway.die();
    await this.storage.close();
    await Deno.remove(this.folder, { recursive: true });
  }
}

async function addToken(
  storage: Storage,
  name: string,
  extra: TokenExtra = {},
): Promise<string> {
  const { token, hash } = newToken();
  const level = extra.guildIds ? "editor" : "operator";
  await storage.tokens.put({ id: name, hash, name, kind: "api", level, createdAt: Date.now(), ...extra });
  return token;
}
