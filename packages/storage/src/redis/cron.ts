import type { Generation, GuildId } from "@flora/model";
import type { CronRecord, CronStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { pairs } from "./rows.ts";
import { script } from "./script.ts";

/** A job's record is "due started missed ended status", with a dash for what is not there; the status may hold spaces. */
const RECORD = `
local job = arg(1)
local function read()
  local record = call('HGET', own .. 'cron', job)
  if not record then return nil end
  return string.match(record, '^(%S+) (%d) (%S+) (%S+) (.*)$')
end
local function write(...) call('HSET', own .. 'cron', job, table.concat({...}, ' ')) end
`;

const claim = script(
  "floraCronClaim",
  `${RECORD}
local due, _, missed = read()
if due and tonumber(arg(2)) <= tonumber(due) then return 0 end
write(arg(2), '0', missed or '0', '-', '-')
return 1
`,
);

const start = script(
  "floraCronStart",
  `${RECORD}
local due, started, missed, ended, status = read()
if due ~= arg(2) then return 1 end
if started == '1' then return 0 end
write(due, '1', missed, ended, status)
return 1
`,
);

const finish = script(
  "floraCronFinish",
  `${RECORD}
local due, started, missed = read()
if due == arg(2) then write(due, started, missed, text(now), arg(3)) end
`,
);

const miss = script(
  "floraCronMiss",
  `${RECORD}
local due, _, missed = read()
if due and tonumber(arg(2)) <= tonumber(due) then return end
write(arg(2), '0', text(tonumber(missed or '0') + tonumber(arg(3))), text(now), 'missed')
`,
);

const prune = script(
  "floraCronPrune",
  `
local keep = {}
for n = 1, #ARGV - 3 do keep[arg(n)] = true end
for _, job in ipairs(call('HKEYS', own .. 'cron')) do
  if not keep[job] then call('HDEL', own .. 'cron', job) end
end
`,
);

export class RedisCron implements CronStorage {
  /** Writes are refused once a newer generation than this one holds the guild. */
  constructor(private readonly client: RedisClient, private readonly generation?: Generation) {}

  async claim(guildId: GuildId, job: string, dueAt: number): Promise<boolean> {
    return await this.client.run<number>(claim, this.#owner(guildId), job, dueAt) === 1;
  }

  /** A run that a newer claim has overtaken is not known to have begun. */
  async start(guildId: GuildId, job: string, dueAt: number): Promise<boolean> {
    return await this.client.run<number>(start, this.#owner(guildId), job, dueAt) === 1;
  }

  /** The end of a run that a newer claim has overtaken is not recorded. */
  async finish(guildId: GuildId, job: string, dueAt: number, status: string): Promise<void> {
    await this.client.run(finish, this.#owner(guildId), job, dueAt, status);
  }

  async miss(guildId: GuildId, job: string, dueAt: number, count: number): Promise<void> {
    await this.client.run(miss, this.#owner(guildId), job, dueAt, count);
  }

  async read(guildId: GuildId): Promise<Record<string, CronRecord>> {
    const reply = await this.client.command<string[]>("HGETALL", this.client.guildKey(guildId, "cron"));
    return Object.fromEntries(pairs(reply).map(([job, record]) => [job, toRecord(record)]));
  }

  async prune(guildId: GuildId, keep: string[]): Promise<void> {
    await this.client.run(prune, this.#owner(guildId), ...keep);
  }

  #owner(guildId: GuildId) {
    return { guildId, generation: this.generation };
  }
}

function toRecord(record: string): CronRecord {
  const [due, started, missed, ended, ...status] = record.split(" ");
  return {
    lastDueAt: Number(due),
    started: started === "1",
    missed: Number(missed),
    ...(ended !== "-" && { lastStatus: status.join(" "), lastEndedAt: Number(ended) }),
  };
}
