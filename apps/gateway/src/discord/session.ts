/** @module One set of shard connections with fixed intents, by @discordjs/ws: heartbeats, resume and identify are its. */
import type { REST } from "@discordjs/rest";
import {
  type IIdentifyThrottler,
  type SessionInfo,
  WebSocketManager,
  WebSocketShardEvents,
} from "@discordjs/ws";
import type { Logger } from "@flora/telemetry";
import { intentNames } from "./intents.ts";
import type { Payload } from "./normalize.ts";

/** Close codes after which Discord takes no new attempt of the same kind. */
const FATAL_CODES: Record<number, string> = {
  4004: "the bot token is not valid",
  4010: "it was given an invalid shard",
  4011: "the bot is in too many guilds for this number of shards",
  4012: "it does not speak this API version any more",
  4013: "it does not know one of the intents",
  4014: "a privileged intent is not switched on for this application",
};

/** Nobody closed it: the network did. Deno says 0 where browsers say 1006. */
const BROKEN_CODES = new Set([0, 1006]);

/** Guilds that Discord announced and does not send within this time are left out, in milliseconds. */
const GUILDS_WAIT_MS = 5_000;

/** Discord closed a connection for good. */
export class SessionError extends Error {
  constructor(readonly code: number) {
    super(`Discord refuses the connection: ${FATAL_CODES[code] ?? `close code ${code}`} (${code})`);
    this.name = "SessionError";
  }
}

export interface SessionOptions {
  rest: REST;
  token: string;
  shards: number | "auto";
  intents: number;
  throttler(manager: WebSocketManager): Promise<IIdentifyThrottler>;
  log: Logger;
  onPayload(payload: Payload): void;
  /** All shards are connected, or not any more. */
  onState(connected: boolean): void;
  /** Discord ended it for good after it had been open. */
  onFatal(error: SessionError): void;
}

export class Session {
  readonly intents: number;
  #manager: WebSocketManager;
  #resumable = new Map<number, SessionInfo>();
  /** Shards whose connection broke while it was up: theirs is resumed, whatever the library makes of the error. */
  #cut = new Set<number>();
  #lastCode = 0;
  #opened = false;
  #closed = false;
  #up = new Set<number>();
  #count = 1;
  #missing = new Set<string>();
  #complete = Promise.withResolvers<void>();
  #failed = Promise.withResolvers<never>();

  constructor(private readonly options: SessionOptions) {
    this.intents = options.intents;
    this.#manager = new WebSocketManager({
      token: options.token,
      rest: options.rest,
      intents: options.intents,
      shardCount: options.shards === "auto" ? null : options.shards,
      // Its inflate joins messages that arrive close together (2.0.4): READY and the guilds after it do.
      compression: null,
      buildIdentifyThrottler: options.throttler,
      // Its own store is one for the whole process: a second session would resume the first instead of identifying.
      retrieveSessionInfo: (shard) => this.#resumable.get(shard) ?? null,
      updateSessionInfo: (shard, info) => {
        if (info) this.#resumable.set(shard, info);
        else if (!this.#cut.delete(shard)) this.#resumable.delete(shard);
      },
    });
    this.#failed.promise.catch(() => {});
    this.#listen();
  }

  get shards(): number {
    return this.#up.size;
  }

  /** Resolves when every shard is ready and its guilds are known; rejects with SessionError when Discord refuses. */
  async open(): Promise<void> {
    const { log } = this.options;
    log.info(`Connecting to Discord with intents ${intentNames(this.intents).join(", ")}`);
    await Promise.race([this.#manager.connect(), this.#failed.promise]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, GUILDS_WAIT_MS));
    if (this.#missing.size > 0) await Promise.race([this.#complete.promise, late, this.#failed.promise]);
    clearTimeout(timer);
    if (this.#missing.size > 0) log.warn(`${this.#missing.size} guilds are not available`);
    this.#count = this.#up.size;
    this.#opened = true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#failed.reject(new SessionError(this.#lastCode));
    await this.#manager.destroy();
  }

  #listen(): void {
    const { log } = this.options;
    const manager = this.#manager;
    manager.on(WebSocketShardEvents.Dispatch, (payload) => this.#receive(payload as Payload));
    manager.on(WebSocketShardEvents.Ready, ({ guilds }, shard) => {
      log.info(`Shard ${shard} is ready: ${guilds.length} guilds`);
      this.#setUp(shard);
    });
    manager.on(WebSocketShardEvents.Resumed, (shard) => {
      log.info(`Shard ${shard} resumed its session`);
      this.#setUp(shard);
    });
    manager.on(WebSocketShardEvents.Closed, (code, shard) => {
      this.#lastCode = code;
      const wasUp = this.#up.delete(shard);
      if (wasUp && BROKEN_CODES.has(code)) this.#cut.add(shard);
      if (this.#closed) return;
      log[wasUp ? "info" : "debug"](`Shard ${shard} is disconnected: code ${code}`);
      this.options.onState(false);
      if (FATAL_CODES[code]) this.#fail(new SessionError(code));
    });
    manager.on(WebSocketShardEvents.Error, (error, shard) => {
      log.debug(`Shard ${shard}: ${error.message}`);
    });
    manager.on(WebSocketShardEvents.SocketError, (error, shard) => {
      log.debug(`Shard ${shard}: ${error?.message ?? "socket error"}`);
    });
  }

  #setUp(shard: number): void {
    this.#up.add(shard);
    this.#cut.delete(shard);
    this.options.onState(this.#up.size >= this.#count);
  }

  #receive(payload: Payload): void {
    if (this.#closed) return;
    const { t, d } = payload;
    if (t === "READY") { for (const { id } of d.guilds) this.#missing.add(id); }
    this.options.onPayload(payload);
    if (t !== "GUILD_CREATE" && t !== "GUILD_DELETE") return;
    this.#missing.delete(d.id);
    if (this.#missing.size === 0) this.#complete.resolve();
  }

  #fail(error: SessionError): void {
    this.#failed.reject(error);
    if (this.#opened) this.options.onFatal(error);
  }
}
