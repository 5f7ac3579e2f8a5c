import { CronList, CronRun, ScheduleList } from "@flora/protocol/api";
import { ofGuild, query, type Transport } from "./transport.ts";

/** What guilds' scripts do by the clock; every method rejects with ApiError. */
export class CronClient {
  constructor(private readonly transport: Transport) {}

  list(guildId: string): Promise<CronList> {
    return this.transport.json("GET", `${ofGuild(guildId)}/crons`, CronList);
  }

  /** Waits some seconds for its end. */
  run(guildId: string, name: string): Promise<CronRun> {
    return this.transport.json("POST", `${ofGuild(guildId)}/crons/run${query({ name })}`, CronRun);
  }

  schedules(guildId: string, page: { limit?: number; cursor?: string } = {}): Promise<ScheduleList> {
    return this.transport.json("GET", `${ofGuild(guildId)}/schedules${query(page)}`, ScheduleList);
  }

  async cancelSchedule(guildId: string, name: string): Promise<void> {
    await this.transport.send("DELETE", `${ofGuild(guildId)}/schedules${query({ name })}`);
  }
}
