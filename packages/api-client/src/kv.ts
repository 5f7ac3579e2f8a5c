import {
  KvImported,
  KvKeyPage,
  type KvPut,
  KvStoreCreated,
  KvStoreDeleted,
  KvStoreList,
  KvValue,
  KvWritten,
} from "@flora/protocol/api";
import { ApiError, ofGuild, query, type Transport } from "./transport.ts";

interface Page {
  limit?: number;
  /** Of the page before. */
  cursor?: string;
}

/** Guilds' key-value stores; every method rejects with ApiError. */
export class KvClient {
  constructor(private readonly transport: Transport) {}

  /** By name, with what they use of the guild's quota. */
  stores(guildId: string, page: Page = {}): Promise<KvStoreList> {
    return this.transport.json("GET", `${ofGuild(guildId)}/kv${query({ ...page })}`, KvStoreList);
  }

  /** False where it is there already. */
  async createStore(guildId: string, store: string): Promise<boolean> {
    return (await this.transport.json("PUT", ofStore(guildId, store), KvStoreCreated)).created;
  }

  /** With all its keys; answers how many there were. */
  async deleteStore(guildId: string, store: string): Promise<number> {
    return (await this.transport.json("DELETE", ofStore(guildId, store), KvStoreDeleted)).keys;
  }

  keys(guildId: string, store: string, page: Page & { prefix?: string } = {}): Promise<KvKeyPage> {
    return this.transport.json("GET", `${ofStore(guildId, store)}/keys${query({ ...page })}`, KvKeyPage);
  }

  /** Null where there is no such key. */
  async get(guildId: string, store: string, key: string): Promise<KvValue | null> {
    try {
      return await this.transport.json("GET", ofKey(guildId, store, key), KvValue);
    } catch (error) {
      if (error instanceof ApiError && error.problem.code === "NOT_FOUND") return null;
      throw error;
    }
  }

  /** Answers the key's new version. */
  async set(guildId: string, store: string, key: string, entry: KvPut): Promise<number> {
    return (await this.transport.json("PUT", ofKey(guildId, store, key), KvWritten, entry)).version;
  }

  /** False where there was no such key. */
  async delete(guildId: string, store: string, key: string): Promise<boolean> {
    const response = await this.transport.send("DELETE", ofKey(guildId, store, key), { accept: [404] });
    await response.body?.cancel();
    return response.ok;
  }

  /** The keys of a store as JSON lines, as they come. */
  async export(
    guildId: string,
    store: string,
    options: { prefix?: string; signal?: AbortSignal } = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const path = `${ofStore(guildId, store)}/export${query({ prefix: options.prefix })}`;
    return (await this.transport.send("GET", path, { signal: options.signal })).body!;
  }

  /** Sets keys from JSON lines. */
  async import(
    guildId: string,
    store: string,
    lines: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
    options: { existing?: "overwrite" | "skip" } = {},
  ): Promise<KvImported> {
    const path = `${ofStore(guildId, store)}/import${query({ ...options })}`;
    const headers = { "content-type": "application/x-ndjson" };
    return await this.transport.parse(
      path,
      KvImported,
      await this.transport.send("POST", path, { raw: lines, headers }),
    );
  }
}

function ofStore(guildId: string, store: string): string {
  return `${ofGuild(guildId)}/kv/${encodeURIComponent(store)}`;
}

function ofKey(guildId: string, store: string, key: string): string {
  return `${ofStore(guildId, store)}/value${query({ key })}`;
}
