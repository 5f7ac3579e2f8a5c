/** @module One set of shard connections with fixed intents, by @discordjs/ws: heartbeats, resume and identify are its. */
import type { REST } from "@discordjs/rest";
import {
  CloseCodes,
  type IIdentifyThrottler,
  type SessionInfo,
  WebSocketManager,
  WebSocketShardEvents,
} from "@discordjs/ws";
import type { Logger } from "@flora/telemetry";
import { intentNames } from "./intents.ts";
import type { Payload } from "./normalize.ts";
import { Progress } from "./progress.ts";
import type { ResumePoint } from "./resume-points.ts";

/** Close codes after which Discord takes no new attempt of the same kind. */
const FATAL_CODES: Record<number, string> = {
  4004: "the bot token is not valid",
  4010: "it was given an invalid shard",
  4011: "the bot is in too many guilds for this number of shards",
  4012: "it does not speak this API version any more",
  4013: "it does not know one of the intents",
  4014: "a privileged intent is not switched on for this application",
};

/** The network broke and nobody closed the connection. Deno says 0 where browsers say 1006. */
const BROKEN_CODES = new Set([0, 1006]);

/** Guilds that Discord announced and does not send within this time are left out, in milliseconds. */
const GUILDS_WAIT_MS = 5_000;

/** Longest time until Discord has repeated everything, in milliseconds. */
const RESUME_WAIT_MS = 10_000;

/** Discord closed a connection and will not take it again. */
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
  /** Where an earlier process left off: nothing is identified anew then. */
  resume?: ResumePoint[];
  /** Settles when the event is finished; undefined for one that asks for nothing. */
  onPayload(payload: Payload): Promise<void> | undefined;
  /** An event has finished, so `points` may reach further. */
  onFinished(): void;
  /** All shards are connected, or not any more. */
  onState(connected: boolean): void;
  /** Discord ended the session after it had been open, and takes no resume. */
  onFatal(error: SessionError): void;
}

export class Session {
  readonly intents: number;
  #manager: WebSocketManager;
  #resumable = new Map<number, SessionInfo>();
  #progress = new Map<number, Progress>();
  /** Shards that an earlier process began, until all that it did not finish has been repeated. */
  #repeating = new Set<number>();
  /** Shards whose connection broke while it was up: their session is kept for a resume, though the library gives it up. */
  #cut = new Set<number>();
  #lastCode = 0;
  #opened = false;
  #closed = false;
  #up = new Set<number>();
  #count = 1;
  #missing = new Set<string>();
  #complete = Promise.withResolvers<void>();
  #repeated = Promise.withResolvers<void>();
  #failed = Promise.withResolvers<never>();

  constructor(private readonly options: SessionOptions) {
    this.intents = options.intents;
    const { resume } = options;
    for (const { done, ...info } of resume ?? []) {
      this.#resumable.set(info.shardId, info);
      this.#progress.set(info.shardId, new Progress(info.sequence, done));
      this.#repeating.add(info.shardId);
    }
    this.#manager = new WebSocketManager({
      token: options.token,
      rest: options.rest,
      intents: options.intents,
      shardCount: resume?.[0]?.shardCount ?? (options.shards === "auto" ? null : options.shards),
      // On Deno the library's inflate (2.0.4) joins messages that arrive close together, such as READY and the guilds after it.
      compression: null,
      buildIdentifyThrottler: resume ? () => this.#identifyNothing() : options.throttler,
      // The library's own store is one for the whole process: a second session would resume the first one, not identify.
      retrieveSessionInfo: (shard) => {
        const info = this.#resumable.get(shard);
        // What heartbeats acknowledge, and where a resume goes on.
        return info ? { ...info, sequence: this.#progress.get(shard)!.sequence } : null;
      },
      updateSessionInfo: (shard, info) => {
        if (this.#closed) return;
        if (info) this.#remember(shard, info);
        else if (!this.#cut.delete(shard)) this.#resumable.delete(shard);
      },
    });
    this.#failed.promise.catch(() => {});
    this.#listen();
  }

  get shards(): number {
    return this.#up.size;
  }

  /** Where the next process would go on; complete once every shard is connected. */
  get points(): ResumePoint[] {
    return [...this.#resumable].map(([shard, info]) => {
      const { sequence, done } = this.#progress.get(shard)!;
      return { ...info, intents: this.intents, sequence, done };
    });
  }

  /** Resolves when every shard is ready and its guilds are known; rejects with SessionError when Discord refuses. */
  async open(): Promise<void> {
    if (this.options.resume) return await this.#resume();
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

  /** Ends the session; `resumable` only leaves it, for a next process. */
  async close({ resumable = false } = {}): Promise<void> {
    this.#closed = true;
    this.#failed.reject(new SessionError(this.#lastCode));
    await this.#manager.destroy(resumable ? { code: CloseCodes.Resuming } : {});
  }

  /** Resolves when Discord has repeated everything on every shard; rejects where it will not. */
  async #resume(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) =>
      timer = setTimeout(() => reject(new Error(`not within ${RESUME_WAIT_MS} ms`)), RESUME_WAIT_MS)
    );
    try {
      const whole = Promise.all([this.#manager.connect(), this.#repeated.promise]);
      await Promise.race([whole, this.#failed.promise, late]);
    } finally {
      clearTimeout(timer);
    }
    this.#count = this.#up.size;
    this.#opened = true;
  }

  /** A session that was resumed is not begun anew before it has been up: whoever opened it decides. */
  #identifyNothing(): Promise<IIdentifyThrottler> {
    return Promise.resolve({
      waitForIdentify: async (shard, signal) => {
        if (this.#opened) {
          const usual = await this.options.throttler(this.#manager);
          return await usual.waitForIdentify(shard, signal);
        }
        this.#failed.reject(new Error("Discord does not know the session any more"));
        await new Promise((_, reject) => signal.addEventListener("abort", reject));
      },
    });
  }

  #remember(shard: number, info: SessionInfo): void {
    if (this.#resumable.get(shard)?.sessionId !== info.sessionId) {
      this.#progress.set(shard, new Progress(info.sequence - 1));
    }
    this.#resumable.set(shard, info);
  }

  #listen(): void {
    const { log } = this.options;
    const manager = this.#manager;
    manager.on(WebSocketShardEvents.Dispatch, ({ s, t, d }, shard) => this.#receive(shard, s, { t, d }));
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
      if (this.#repeating.has(shard)) this.#failed.reject(new Error("it cannot be reached"));
    });
  }

  #setUp(shard: number): void {
    this.#up.add(shard);
    this.#cut.delete(shard);
    this.options.onState(this.#up.size >= this.#count);
  }

  #receive(shard: number, s: number, { t, d }: Payload): void {
    if (this.#closed) return;
    const progress = this.#progress.get(shard);
    if (progress?.take(s) === false) return;
    if (t === "READY") { for (const { id } of d.guilds) this.#missing.add(id); }
    if (t === "RESUMED") {
      if (this.#repeating.delete(shard) && this.#repeating.size === 0) this.#repeated.resolve();
      return;
    }
    const again = this.#repeating.has(shard) ? { again: true } : {};
    const work = this.options.onPayload({ t, d, ...again });
    progress?.begin(s, work);
    work?.then(this.options.onFinished, this.options.onFinished);
    if (t !== "GUILD_CREATE" && t !== "GUILD_DELETE") return;
    this.#missing.delete(d.id);
    if (this.#missing.size === 0) this.#complete.resolve();
  }

  #fail(error: SessionError): void {
    this.#failed.reject(error);
    if (this.#opened) this.options.onFatal(error);
  }
}
