import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import type { Generation, GuildId, UserId } from "@flora/model";
import { StaleLeaseError } from "../contract.ts";
import { StorageError } from "../storage-error.ts";
import type { RedisAddress } from "./address.ts";
import { Answers } from "./answers.ts";
import { isFinal, isUnsent, LOADING, replyProblem } from "./problems.ts";
import type { Script } from "./script.ts";

export interface Waits {
  /** For a connection that is lost or not there yet. Milliseconds. */
  connectMs: number;
  /** For the answer to a call. Milliseconds. */
  answerMs: number;
}

const defaultWaits: Waits = { connectMs: 5_000, answerMs: 10_000 };
const LONGEST_RETRY_MS = 1_000;
const QUIT_WAIT_MS = 2_000;

export type Argument = string | number | Buffer;

/** Whose keys a script works on, and as which generation of the guild. */
export interface Owner {
  guildId?: GuildId;
  generation?: Generation;
}

type Method = (...values: Argument[]) => Promise<unknown>;

/**
 * One connection. A call is sent once and only over a connection that stands: what a connection took with it fails, as
 * nobody knows whether it was done, and is never sent again.
 */
export class RedisClient {
  readonly #redis: Redis;
  readonly #answers: Answers;
  readonly #defined = new Set<string>();
  /** What every key begins with. */
  readonly #root: string;
  #problem = "it does not answer";
  #closed = false;

  constructor(
    readonly address: RedisAddress,
    private readonly now: () => number,
    private readonly waits: Waits = defaultWaits,
  ) {
    const { host, port, database, username, password, tls, prefix } = address;
    this.#root = `${prefix}:`;
    this.#answers = new Answers(waits.answerMs);
    this.#redis = new Redis({
      host,
      port,
      db: database,
      username,
      password,
      ...(tls && { tls: address.ca === undefined ? {} : { ca: readCertificates(address) } }),
      protocol: 2,
      connectionName: "flora",
      lazyConnect: true,
      connectTimeout: waits.connectMs,
      commandTimeout: waits.answerMs,
      retryStrategy: (times) => Math.min(times * 50, LONGEST_RETRY_MS),
      // Together they let no call be sent twice or wait for a connection in a queue that nobody bounds.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      // After a failover the name may lead to the new primary.
      reconnectOnError: (error) => error.message.startsWith("READONLY"),
    });
    // As many calls as there are wait for the connection.
    this.#redis.setMaxListeners(0);
    // Until it is ready, which it is not while it loads.
    this.#redis.on("connect", () => this.#problem = LOADING);
    this.#redis.on("error", (error) => this.#problem = replyProblem(error));
    // The library's own timers, one for each command, are for those with which it sets a connection up.
    const { options } = this.#redis;
    this.#redis.on("ready", () => options.commandTimeout = undefined);
    this.#redis.on("close", () => options.commandTimeout = waits.answerMs);
  }

  /** Rejects with StorageError where no connection comes about in time, or Redis refuses it for good. */
  async connect(): Promise<void> {
    this.#redis.connect().catch(() => {});
    await this.#standing(performance.now() + this.waits.connectMs);
  }

  /** The name of a key that belongs to no guild. */
  key(name: string): string {
    return this.#root + name;
  }

  /** The name of a guild's own key; all of them are in one slot of a cluster. */
  guildKey(guildId: GuildId, name: string): string {
    return this.#base(guildId) + name;
  }

  /** The name of a person's own key. */
  personKey(userId: UserId, name: string): string {
    return this.key(`person:${digits(userId)}:${name}`);
  }

  /** One command that reads or writes as a whole. */
  async command<T>(name: string, ...values: Argument[]): Promise<T> {
    return await this.#ask(() => this.#redis.call(name, ...values)) as T;
  }

  /** Runs a script; StaleLeaseError where the owner's generation has lost the guild. Rejects with ScriptRefusal too. */
  async run<T>(script: Script, { guildId, generation }: Owner, ...values: Argument[]): Promise<T> {
    if (!this.#defined.has(script.name)) {
      this.#defined.add(script.name);
      this.#redis.defineCommand(script.name, { lua: script.lua, numberOfKeys: 1 });
    }
    const own = guildId === undefined ? this.#root : this.#base(guildId);
    const method = (this.#redis as unknown as Record<string, Method>)[script.name]!;
    const header = [own, this.#root, generation ?? "", this.now()];
    try {
      return await this.#ask(() => method.call(this.#redis, ...header, ...values)) as T;
    } catch (error) {
      const stale = error instanceof ScriptRefusal && error.word === "STALE";
      throw stale ? new StaleLeaseError(guildId!, generation!) : error;
    }
  }

  /** What has been asked is answered first. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // One that does not stand has nothing to answer, and says no end.
    if (this.#redis.status === "ready") await this.#quit();
    else this.#redis.disconnect();
    this.#answers.end();
  }

  async #quit(): Promise<void> {
    const ended = once(this.#redis, "end");
    const late = setTimeout(() => this.#redis.disconnect(), QUIT_WAIT_MS);
    this.#redis.quit().catch(() => this.#redis.disconnect());
    await ended;
    clearTimeout(late);
  }

  #base(guildId: GuildId): string {
    return `${this.#root}{${digits(guildId)}}:`;
  }

  async #ask(send: () => Promise<unknown>): Promise<unknown> {
    const deadline = performance.now() + this.waits.connectMs;
    for (;;) {
      if (this.#redis.status !== "ready") await this.#standing(deadline);
      try {
        return await this.#answers.within(send());
      } catch (error) {
        // It was never sent: the connection is about to close, which it does not say yet.
        if (!isUnsent(error as Error) || this.#closed || performance.now() > deadline) {
          throw this.#problemOf(error as Error);
        }
        await this.#nextTurn(deadline - performance.now());
      }
    }
  }

  /** The error of the library holds the arguments of the call; what is passed on does not. */
  #problemOf(error: Error): Error {
    const [word, ...rest] = error.message.split(" ");
    if (error.name === "ReplyError" && refusals.has(word!)) return new ScriptRefusal(word!, rest.map(Number));
    return new StorageError(`Cannot use Redis at ${this.address.shown}: ${replyProblem(error)}`);
  }

  /** Resolves when a connection stands. */
  async #standing(deadline: number): Promise<void> {
    for (;;) {
      if (this.#closed) throw new StorageError("Cannot use storage: it is closed");
      if (this.#redis.status === "ready") return;
      const left = isFinal(this.#problem) ? 0 : deadline - performance.now();
      if (left <= 0) {
        throw new StorageError(`Cannot reach Redis at ${this.address.shown}: ${this.#problem}`);
      }
      await this.#nextTurn(left);
    }
  }

  /** Until the connection stands or has ended, at most so long. */
  async #nextTurn(ms: number): Promise<void> {
    const turns = ["ready", "close", "end"] as const;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        for (const turn of turns) this.#redis.off(turn, done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      for (const turn of turns) this.#redis.on(turn, done);
    });
  }
}

/** What scripts answer instead of a result. */
const refusals = new Set(["STALE", "AGAIN", "QUOTA", "KEYS"]);

/** A script that has done nothing says why, with numbers that go with it. */
export class ScriptRefusal extends Error {
  constructor(readonly word: string, readonly numbers: number[]) {
    super(word);
    this.name = "ScriptRefusal";
  }
}

/** Ids become part of key names, so nothing but digits passes. */
function digits(id: string): string {
  if (!/^\d{1,20}$/.test(id)) {
    throw new Error(`Cannot name a key of ${JSON.stringify(id)}: it is no Discord id`);
  }
  return id;
}

function readCertificates({ ca, shown }: RedisAddress): string {
  try {
    return readFileSync(ca!, "utf8");
  } catch (error) {
    throw new StorageError(`Cannot use Redis at ${shown}: its "ca": ${(error as Error).message}`);
  }
}
