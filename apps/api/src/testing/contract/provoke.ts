/** @module For every error that a route may answer, a request that brings it about. */
import { createMetrics } from "@flora/telemetry";
import { type UserId } from "@flora/model";
import { StorageError } from "@flora/storage";
import { createApp } from "../../app.ts";
import type { Api, ApiParts } from "../../context.ts";
import { GatewayLink } from "../../gateway-link.ts";
import { HOME } from "../bench.ts";
import { storedRevision } from "../revision.ts";
import type { Operation } from "./operations.ts";
import { EMPTY, manifestWith, markers, NOWHERE, type Stage } from "./stage.ts";

export interface Attempt {
  app: Api;
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: BodyInit;
  token: string | null;
}

interface Example {
  query?: string;
  json?: unknown;
  /** Sent as it is. */
  raw?: { type: string; text: string };
}

const PERSON = "910000000000000007" as UserId;
const LARGE = " ".repeat(300 * 1024);
const LARGE_PROJECT = " ".repeat(17 * 1024 * 1024);
const noCopies = () => Promise.reject(new StorageError("Cannot copy: it is elsewhere"));
const marker = markers[HOME]!;
const project = { entry: "main.ts", files: { "main.ts": "1;" } };
const guild = "/api/guilds/{guildId}";

/** What a route needs besides its path; every one of these would be taken. */
const examples: Record<string, Example> = {
  [`POST ${guild}/deployments`]: { json: project },
  [`POST ${guild}/validate`]: { json: project },
  [`GET ${guild}/kv/{store}/value`]: { query: "key=k" },
  [`PUT ${guild}/kv/{store}/value`]: { query: "key=k", json: { value: "1" } },
  [`DELETE ${guild}/kv/{store}/value`]: { query: "key=k" },
  [`POST ${guild}/kv/{store}/import`]: {
    raw: { type: "application/x-ndjson", text: '{"key":"k","value":"1"}\n' },
  },
  [`POST ${guild}/crons/run`]: { query: `name=${marker}` },
  [`DELETE ${guild}/schedules`]: { query: `name=${marker}` },
  [`PUT ${guild}/secrets/{name}`]: { json: { value: "x", allowedHosts: [] } },
  [`PUT ${guild}/settings`]: { json: { values: { greeting: "x" } } },
  [`PUT ${guild}/access/{userId}`]: { json: { role: "viewer" } },
  "POST /api/tokens": { json: { name: "t" } },
  "POST /api/admin/guilds/{guildId}/migrate": { json: { worker: "worker-0" } },
  "PUT /api/admin/guilds/{guildId}/pin": { json: { worker: null } },
  "POST /api/admin/workers/{name}/drain": { json: { restart: false } },
};

export class Provoker {
  readonly #variants = new Map<string, Api>();

  private constructor(private readonly stage: Stage, private readonly uncertain: string) {}

  static async open(stage: Stage): Promise<Provoker> {
    const { bench } = stage;
    // Nobody can ask Discord of them, and what it said is long ago.
    await bench.storage.people.put({ userId: PERSON, name: "pat", guilds: [], checkedAt: 0, sealed: "x" });
    return new Provoker(
      stage,
      await bench.addToken("uncertain", { maker: PERSON, level: "admin", guildIds: [HOME] }),
    );
  }

  /** Attempts of which one is to bring the status about; what has to be so for that is so then. */
  async attempts(operation: Operation, status: number): Promise<(() => Promise<Attempt> | Attempt)[]> {
    const { bench, tokens } = this.stage;
    const { name, needs, path } = operation;
    const base = await this.#example(operation);
    const with_ = (other: Partial<Attempt>) => () => ({ ...base, ...other });
    const refusing = (code: NonNullable<typeof bench.gateway.refuses>) => () => {
      bench.gateway.refuses = code;
      return base;
    };
    const elsewhere = { url: base.url.replace(HOME, NOWHERE) };
    switch (status) {
      case 400:
        return [
          with_({ url: base.url.replace(HOME, "1") }),
          with_({ url: `${path.replace(/\{\w+\}/, "x".repeat(65))}?limit=x` }),
          with_({ body: "{" }),
        ];
      case 401:
        return [with_({ token: null })];
      case 403:
        return [
          with_({
            token: path.startsWith(guild)
              ? tokens.stranger
              : needs === "operator"
              ? tokens.admin
              : tokens.reader,
          }),
        ];
      case 404:
        return [with_(elsewhere), refusing("NOT_FOUND")];
      case 408: {
        const app = this.#variant("slow", { bodyTimeouts: { small: 5, value: 5, upload: 5, import: 5 } });
        return [() => ({ ...base, app, body: new ReadableStream() })];
      }
      case 409:
        if (path.endsWith("/backup")) {
          const storage = { ...bench.storage, copyTo: noCopies };
          return [with_({ app: this.#variant("without copies", { storage }) })];
        }
        return [refusing("CONFLICT"), async () => ({ ...base, body: JSON.stringify(await this.#live()) })];
      case 412:
        return [
          with_({ headers: { ...base.headers, "if-match": '"999"' } }),
          with_({ body: JSON.stringify({ value: "1", ifVersion: 999 }) }),
        ];
      case 413:
        return await this.#tooLarge(operation, base);
      case 422:
        return [refusing("SCRIPT_REJECTED")];
      case 429: {
        const rates = { ...bench.parts.rates, requestsPerMinute: 1, strangerRequestsPerMinute: 1 };
        const app = this.#variant(name, { rates });
        const token = needs === "nobody" ? null : base.token;
        const spent = async () => {
          const headers = { authorization: `Bearer ${token ?? "none"}` };
          await (await app.fetch(new Request("http://flora/api/whoami", { headers }))).body?.cancel();
          return { ...base, app, token };
        };
        return [spent];
      }
      case 500: {
        const broken = { ...bench.storage, tokens: { findByHash: () => Promise.reject(new Error("disk")) } };
        return [with_({ app: this.#variant("broken", { storage: broken as never }) })];
      }
      case 503: {
        const gateway = new GatewayLink({ host: "127.0.0.1", port: 1, secret: "" });
        return [with_({ token: this.uncertain }), with_({ app: this.#variant("alone", { gateway }) })];
      }
      default:
        throw new Error(`nobody knows how to bring ${status} about`);
    }
  }

  /** A request that is taken. */
  async taken(operation: Operation): Promise<Attempt> {
    const attempt = await this.#example(operation);
    if (operation.name !== "DELETE /api/tokens/{id}") return attempt;
    const { app, token } = attempt;
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const made = await app.fetch(
      new Request("http://flora/api/tokens", { method: "POST", headers, body: '{"name":"t"}' }),
    );
    return { ...attempt, url: `/api/tokens/${(await made.json()).info.id}` };
  }

  async #tooLarge(operation: Operation, base: Attempt): Promise<(() => Promise<Attempt> | Attempt)[]> {
    const { storage } = this.stage.bench;
    if (operation.body) {
      const body = /(deployments|validate)$/.test(operation.path) ? LARGE_PROJECT : LARGE;
      return [() => ({ ...base, body })];
    }
    if (operation.path.includes("/kv/")) {
      for (let index = 0; index < 100; index++) await storage.kv.createStore(HOME, `made${index}`, 1_000);
      return [() => base];
    }
    const manifest = manifestWith("empty");
    await storage.deployments.activate(EMPTY, await storedRevision(storage, EMPTY), manifest);
    const limits = { ...this.stage.bench.parts.limits, webhooks: 0 };
    const app = this.#variant("no webhooks", { limits });
    return [async () => {
      return { ...base, app, url: base.url.replace(HOME, EMPTY) };
    }];
  }

  async #example({ name, method, path }: Operation): Promise<Attempt> {
    const { bench, revisions, tokens } = this.stage;
    const { query, json, raw } = name.endsWith("/rollback")
      ? { json: { revisionId: revisions[HOME]!.old } } as Example
      : examples[name] ?? {};
    const values: Record<string, string> = {
      guildId: HOME,
      revisionId: revisions[HOME]!.old,
      store: "s",
      name: path.includes("/webhooks/") ? "hook" : path.includes("/workers/") ? "worker-0" : "KEY",
      userId: PERSON,
      id: "nope",
    };
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, key) => values[key]!);
    await this.#mend();
    return {
      app: bench.app,
      method,
      url: query === undefined ? filled : `${filled}?${query}`,
      headers: json === undefined && !raw ? {} : { "content-type": raw?.type ?? "application/json" },
      ...(raw ? { body: raw.text } : json === undefined ? {} : { body: JSON.stringify(json) }),
      token: tokens.operator,
    };
  }

  /** What an attempt before took away is there again. */
  async #mend(): Promise<void> {
    const { bench, revisions } = this.stage;
    const { deployments } = bench.storage;
    bench.gateway.refuses = undefined;
    if (!await deployments.current(HOME)) {
      await deployments.activate(HOME, revisions[HOME]!.live, manifestWith(marker));
    }
    if (await deployments.current(EMPTY)) await deployments.deactivate(EMPTY);
  }

  async #live(): Promise<{ revisionId: string }> {
    this.stage.bench.gateway.refuses = undefined;
    return { revisionId: (await this.stage.bench.storage.deployments.current(HOME))!.revisionId };
  }

  #variant(name: string, parts: Partial<ApiParts>): Api {
    let app = this.#variants.get(name);
    if (!app) {
      app = createApp({ ...this.stage.bench.parts, metrics: createMetrics(), ...parts });
      this.#variants.set(name, app);
    }
    return app;
  }
}
