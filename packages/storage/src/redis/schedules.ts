import type { Generation, GuildId } from "@flora/model";
import type { ClaimedSchedule, ScheduleEntry, ScheduleStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { inGroups, sortByText } from "./rows.ts";
import * as scripts from "./schedules-lua.ts";

export class RedisSchedules implements ScheduleStorage {
  /** A guild's own writes are refused once a newer generation than this one holds it. */
  constructor(private readonly client: RedisClient, private readonly generation?: Generation) {}

  async put(guildId: GuildId, { name, dueAt, payload }: ScheduleEntry, most: number): Promise<boolean> {
    const body = JSON.stringify(payload ?? null);
    const put = await this.client.run<number>(
      scripts.put,
      this.#owner(guildId),
      guildId,
      name,
      dueAt,
      body,
      most,
    );
    return put === 1;
  }

  async cancel(guildId: GuildId, name: string): Promise<boolean> {
    return await this.client.run<number>(scripts.cancel, this.#owner(guildId), name) === 1;
  }

  async list(guildId: GuildId): Promise<ScheduleEntry[]> {
    const reply = await this.client.run<string[]>(scripts.list, { guildId });
    const entries = inGroups(reply, 3).map(([name, due, payload]) => toEntry(name!, due!, payload!));
    return sortByText(entries, ({ name }) => name).sort((one, other) => one.dueAt - other.dueAt);
  }

  async unfinished(guildId: GuildId, at: number): Promise<number> {
    return await this.client.command("ZCOUNT", this.client.guildKey(guildId, "schedules:due"), "-inf", at);
  }

  async nextAt(): Promise<number | null> {
    const first = await this.client.command<string[]>(
      "ZRANGE",
      this.client.key("schedules"),
      0,
      0,
      "WITHSCORES",
    );
    return first.length === 0 ? null : Number(first[1]);
  }

  async claim({ until, limit }: { until: number; limit: number }): Promise<ClaimedSchedule[]> {
    const reply = await this.client.run<string[]>(scripts.claim, {}, until, limit);
    return inGroups(reply, 6).map(([id, guildId, name, due, payload, attempt]) => ({
      ...toEntry(name!, due!, payload!),
      id: Number(id),
      guildId: guildId as GuildId,
      attempt: Number(attempt),
    }));
  }

  async finish(id: number): Promise<void> {
    await this.client.run(scripts.finish, {}, id);
  }

  async postpone(id: number, at: number, attempt: number): Promise<void> {
    await this.client.run(scripts.postpone, {}, id, at, attempt);
  }

  async wake(guildId?: GuildId): Promise<void> {
    const key = this.client.key("schedules:postponed");
    const guildIds = guildId === undefined
      ? await this.client.command<GuildId[]>("SMEMBERS", key)
      : [guildId];
    for (const one of guildIds) await this.client.run(scripts.wake, { guildId: one }, one);
  }

  #owner(guildId: GuildId) {
    return { guildId, generation: this.generation };
  }
}

function toEntry(name: string, due: string, payload: string): ScheduleEntry {
  return { name, dueAt: Number(due), payload: JSON.parse(payload) };
}
