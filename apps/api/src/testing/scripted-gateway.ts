/** @module A gateway in the test's own process: answers the API over a real link as the test tells it to. */
import { createServer, type Server, type Socket } from "node:net";
import {
  ControlError,
  type ControlErrorCode,
  emptyManifest,
  type Finding,
  type GuildId,
  type Manifest,
  type Review,
  type SettingValue,
  type WebhookRequest,
} from "@flora/model";
import { apiMethods, controlMethods, type GatewayStatus, type Handlers, Link } from "@flora/protocol";
import { listenAgain } from "@flora/protocol/testing/listen-again";
import type { Storage } from "@flora/storage";
import type { z } from "zod";

type ControlHandlers = Handlers<typeof controlMethods>;
type Why = Awaited<ReturnType<ControlHandlers["why"]>>;
type WebhookResult = Awaited<ReturnType<ControlHandlers["webhook"]>>;

export class ScriptedGateway {
  /** What it was asked, in order. */
  readonly calls: { method: string; guildId?: GuildId }[] = [];
  readonly guilds: { guildId: GuildId; name: string }[] = [];
  status: GatewayStatus = {
    discord: "ready",
    emulated: true,
    shards: 1,
    guilds: 1,
    workers: [{ name: "worker-0", pid: 1, guilds: 0, draining: false, running: 0, load: 0.1 }],
  };
  /** What happens before a deploy goes live; throws to refuse it. */
  onDeploy: () => Promise<void> | void = () => {};
  /** What every script registers. */
  manifest: Manifest = emptyManifest;
  usage: Awaited<ReturnType<ControlHandlers["usage"]>> = { countedSince: 0, byReason: {} };
  /** What a validation finds. */
  findings: Finding[] = [];
  /** Requests to webhooks, in order, and what becomes of them. */
  readonly requests: WebhookRequest[] = [];
  onWebhook: () => WebhookResult = () => ({ status: "answered" });
  /** What revisions it was asked about, and what it says of them. */
  readonly reviewed: { revisionId: string; from: string | null }[] = [];
  review: Review = { capabilities: [], added: [], removed: [], findings: [] };
  /** What it is asked of events, and what it says became of them. */
  readonly asked: object[] = [];
  why: Why = { countedSince: 1, counts: [], records: [], hints: [] };
  /** What happens before settings are stored; throws to refuse them. */
  onSettings: (values: Record<string, SettingValue | null>) => Promise<void> | void = () => {};
  /** With what it refuses whatever it is asked, its status apart. */
  refuses: ControlErrorCode | undefined;
  /** Takes no notice of anything, as a process that hangs. */
  hangs = false;
  readonly #sockets = new Set<Socket>();
  #link: Link<typeof apiMethods, typeof controlMethods> | undefined;
  #port = 0;
  #dead = false;

  private constructor(private readonly server: Server, private readonly storage: Storage) {}

  static async start(storage: Storage, secret: string, port = 0): Promise<ScriptedGateway> {
    const server = createServer();
    const gateway = new ScriptedGateway(server, storage);
    server.on("connection", (socket) => gateway.#serve(socket, secret));
    gateway.#port = await listenAgain(server, port);
    return gateway;
  }

  get port(): number {
    return this.#port;
  }

  /** Asks the API that connected last. */
  ask<K extends keyof typeof apiMethods & string>(
    method: K,
    params: z.input<(typeof apiMethods)[K]["params"]>,
  ): Promise<z.output<(typeof apiMethods)[K]["result"]>> {
    return this.#link!.call(method, params);
  }

  /** As a killed process ends: what it has not answered stays unanswered. */
  async die(): Promise<void> {
    this.#dead = true;
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket, secret: string): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    const handlers = this.#handlers(secret);
    const heard = Object.fromEntries(
      Object.entries(handlers).map(([method, handler]) => [method, async (params: never) => {
        this.calls.push({ method, guildId: (params as { guildId?: GuildId }).guildId });
        if (this.hangs) await new Promise(() => {});
        if (this.refuses && method !== "hello" && method !== "status") {
          throw new ControlError(this.refuses, "as the test wants it");
        }
        return await handler(params);
      }]),
    ) as unknown as ControlHandlers;
    this.#link = new Link(socket, { outgoing: apiMethods, incoming: controlMethods, handlers: heard });
  }

  async #expect(guildId: GuildId, expected: readonly number[] | undefined): Promise<void> {
    const number = (await this.storage.deployments.current(guildId))?.number ?? 0;
    if (expected && !expected.includes(number)) {
      throw new ControlError("PRECONDITION_FAILED", `it is number ${number} by now`);
    }
  }

  #handlers(secret: string): ControlHandlers {
    const { deployments } = this.storage;
    return {
      hello: (hello) =>
        hello.secret === secret
          ? Promise.resolve({ applicationId: "1", botUserId: "1" })
          : Promise.reject(new ControlError("UNAUTHORIZED", "Cannot greet: wrong secret")),
      status: () => Promise.resolve(this.status),
      guilds: () => Promise.resolve(this.guilds),
      deploy: async ({ guildId, revisionId, createdBy, expected }) => {
        if (!this.guilds.some((guild) => guild.guildId === guildId)) {
          throw new ControlError("NOT_FOUND", "the bot is not in it");
        }
        await this.#expect(guildId, expected);
        await this.onDeploy();
        // A process that has died puts nothing live any more.
        if (this.#dead) await new Promise(() => {});
        return await deployments.activate(guildId, revisionId, this.manifest, createdBy);
      },
      pause: async ({ guildId, paused }) => {
        const deployment = await deployments.setPaused(guildId, paused);
        if (!deployment) throw new ControlError("NOT_FOUND", "nothing is deployed");
        return deployment;
      },
      validate: async ({ guildId, revisionId }) => {
        if (!await deployments.getRevision(guildId, revisionId)) {
          throw new ControlError("NOT_FOUND", "no such revision");
        }
        return { manifest: this.manifest, findings: this.findings };
      },
      usage: () => Promise.resolve(this.usage),
      runCron: ({ name }) => {
        if (!this.manifest.crons.some((cron) => cron.name === name)) {
          return Promise.reject(new ControlError("NOT_FOUND", "there is no such job"));
        }
        return Promise.resolve({ dueAt: 1, status: "threw", message: "boom" });
      },
      undeploy: async ({ guildId, expected }) => {
        await this.#expect(guildId, expected);
        if (!await deployments.deactivate(guildId)) {
          throw new ControlError("NOT_FOUND", "nothing is deployed");
        }
        return {};
      },
      secretsChanged: () => Promise.resolve({}),
      changeSettings: async ({ guildId, values }) => {
        await this.onSettings(values);
        await this.storage.settings.write(
          guildId,
          new Map(Object.entries(values).map(([key, value]) => [key, value ?? undefined])),
        );
        return {};
      },
      webhook: ({ request }) => {
        this.requests.push(request);
        return Promise.resolve(this.onWebhook());
      },
      attend: () => Promise.resolve({}),
      review: (revisions) => {
        this.reviewed.push(revisions);
        return Promise.resolve(this.review);
      },
      why: ({ guildId: _guildId, ...filter }) => {
        this.asked.push(filter);
        return Promise.resolve(this.why);
      },
      placements: () => Promise.resolve([]),
      migrate: () => Promise.resolve({ pauseMs: 0 }),
      pin: () => Promise.resolve({}),
      drain: () => Promise.resolve({ left: [] }),
      undrain: () => Promise.resolve({}),
      migrations: () => Promise.resolve([]),
      metrics: () => Promise.resolve({ text: "flora_workers 1\n", contentType: "text/plain; version=0.0.4" }),
    };
  }
}
