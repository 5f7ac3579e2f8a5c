/** @module A worker in the test's own process: speaks the protocol over a real link, does what the test tells it. */
import { connect, type Socket } from "node:net";
import { emptyManifest, type GuildId, type Manifest, type RevisionId } from "@flora/model";
import {
  gatewayMethods,
  type Handlers,
  Link,
  noStrikes,
  type Undelivered,
  workerMethods,
} from "@flora/protocol";
import type { DiscordRequestInput, DiscordResponse, FilesAnswer, FilesCall } from "@flora/discord";
import type { GuildReadInput } from "@flora/discord/guild-reads/contract";

export type Frame = Parameters<Handlers<typeof workerMethods>["dispatch"]>[0];
type Stats = Awaited<ReturnType<Handlers<typeof workerMethods>["stats"]>>;
type Outcome = Awaited<ReturnType<Handlers<typeof workerMethods>["dispatch"]>>;

export interface Call {
  method: string;
  guildId: GuildId;
  revisionId?: RevisionId;
  reason?: string;
}

export class ScriptedWorker {
  /** Dispatches in the order in which they came. */
  readonly frames: Frame[] = [];
  /** Everything else it was asked, in order. */
  readonly calls: Call[] = [];
  /** What a revision registers, or throws, when it is warmed. */
  manifest: (revisionId: RevisionId) => Manifest = () => emptyManifest;
  /** What a dispatch does. */
  run: (frame: Frame, worker: ScriptedWorker) => Promise<Outcome> | Outcome = () => ({ status: "ok" });
  onSwap: () => Promise<void> = () => Promise.resolve();
  onStop: () => Promise<void> = () => Promise.resolve();
  onPrepare: () => Promise<void> = () => Promise.resolve();
  stats: Stats = { cpuMs: 0, guilds: [] };
  /** May reject, as a worker does whose handlers still run. */
  onFreeze: () => Promise<void> = () => Promise.resolve();
  onTakeBack: () => Promise<void> = () => Promise.resolve();
  /** What its guilds leave with. */
  state: Record<string, unknown> | null = null;
  /** What it says in its envelope that it has given back. */
  undelivered: Undelivered[] = [];
  readonly #link: Link<typeof gatewayMethods, typeof workerMethods>;

  private constructor(readonly name: string, private readonly socket: Socket) {
    const note = (method: string) => (params: { guildId: GuildId }) => {
      this.calls.push({ method, ...params });
      return Promise.resolve({});
    };
    this.#link = new Link(socket, {
      outgoing: gatewayMethods,
      incoming: workerMethods,
      handlers: {
        dispatch: async (frame) => {
          this.frames.push(frame);
          return await this.run(frame, this);
        },
        warm: async ({ guildId, revisionId }) => {
          this.calls.push({ method: "warm", guildId, revisionId });
          return { manifest: await this.manifest(revisionId) };
        },
        swap: async (params) => {
          this.calls.push({ method: "swap", ...params });
          await this.onSwap();
          return {};
        },
        discard: note("discard"),
        stop: async (params) => {
          this.calls.push({ method: "stop", ...params });
          await this.onStop();
          return {};
        },
        refreshSecrets: note("refreshSecrets"),
        refreshSettings: note("refreshSettings"),
        awake: () => Promise.resolve({ revisionId: "rev_00000000" as RevisionId }),
        expect: async () => {
          await this.onPrepare();
          return {};
        },
        freeze: async ({ guildId, migrationId }) => {
          this.calls.push({ method: "freeze", guildId });
          await this.onFreeze();
          const { undelivered, state } = this;
          const nothing = { revisionId: null, interactions: [], strikes: noStrikes };
          const envelope = {
            version: 2 as const,
            migrationId,
            guildId,
            generation: 0,
            undelivered,
            state,
            ...nothing,
          };
          return { envelope, waitedMs: 0 };
        },
        thaw: ({ envelope }) => {
          this.calls.push({ method: "thaw", guildId: envelope.guildId });
          return Promise.resolve({});
        },
        dispose: note("dispose"),
        takeBack: async ({ guildId }) => {
          this.calls.push({ method: "takeBack", guildId });
          await this.onTakeBack();
          return {};
        },
        drop: note("drop"),
        ping: () => Promise.resolve({}),
        stats: () => Promise.resolve(this.stats),
      },
    });
  }

  /** `run` is there before the first dispatch comes, which may be with the answer to the greeting. */
  static async join(
    name: string,
    { port, secret, run }: { port: number; secret: string; run?: ScriptedWorker["run"] },
  ): Promise<ScriptedWorker> {
    const socket = connect({ host: "127.0.0.1", port });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    const worker = new ScriptedWorker(name, socket);
    if (run) worker.run = run;
    await worker.#link.call("hello", { secret, role: "worker", name, pid: Deno.pid });
    return worker;
  }

  /** Says that it is about to stop; answers how many guilds it was left with. */
  async leaving(): Promise<number> {
    return (await this.#link.call("leaving", {})).left;
  }

  discord(request: DiscordRequestInput): Promise<DiscordResponse> {
    return this.#link.call("discord", request) as Promise<DiscordResponse>;
  }

  files(call: FilesCall): Promise<FilesAnswer> {
    return this.#link.call("files", call) as Promise<FilesAnswer>;
  }

  read(request: GuildReadInput): Promise<DiscordResponse> {
    return this.#link.call("guild", request) as Promise<DiscordResponse>;
  }

  /** Takes nothing from its link, as a stopped process. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** As a killed process ends: what it has not answered stays unanswered. */
  async die(): Promise<void> {
    this.socket.destroy();
    await this.#link.closed;
  }

  async leave(): Promise<void> {
    this.#link.close();
    await this.#link.closed;
  }
}
