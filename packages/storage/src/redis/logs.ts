import { type GuildId, LogLevel, type LogLine, type StoredLogLine } from "@flora/model";
import type { LogQuery, LogStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { leanScript } from "./script.ts";

/** Lines looked through at once where not all fit the query. */
const CHUNK = 500;

const rankOf = (level: LogLevel) => LogLevel.options.indexOf(level);

/** A stream of a guild's own; the first part of an entry's id is its number. */
const append = leanScript(
  "floraLogAppend",
  `
for n = 2, #ARGV - 3 do
  call('XADD', own .. 'logs', text(call('INCR', own .. 'logs:last')) .. '-0', 'line', arg(n))
end
call('XTRIM', own .. 'logs', 'MAXLEN', arg(1))
`,
);

export class RedisLogs implements LogStorage {
  constructor(private readonly client: RedisClient) {}

  async append(guildId: GuildId, lines: LogLine[], keep: number): Promise<void> {
    if (lines.length === 0) return;
    await this.client.run(append, { guildId }, keep, ...lines.map((line) => JSON.stringify(line)));
  }

  async read(guildId: GuildId, query: LogQuery): Promise<StoredLogLine[]> {
    const { limit, afterSeq, beforeSeq } = query;
    const forward = afterSeq !== undefined;
    let low = (afterSeq ?? 0) + 1;
    let high = (beforeSeq ?? Number.MAX_SAFE_INTEGER) - 1;
    const found: StoredLogLine[] = [];
    while (found.length < limit && low <= high) {
      const count = picky(query) ? CHUNK : limit;
      const lines = await this.#lines(guildId, forward ? [low, high] : [high, low], forward, count);
      for (const line of lines) if (found.length < limit && fits(line, query)) found.push(line);
      if (lines.length < count) break;
      if (forward) low = lines.at(-1)!.seq + 1;
      else high = lines.at(-1)!.seq - 1;
    }
    return forward ? found : found.reverse();
  }

  async #lines(guildId: GuildId, range: number[], forward: boolean, count: number): Promise<StoredLogLine[]> {
    const command = forward ? "XRANGE" : "XREVRANGE";
    const key = this.client.guildKey(guildId, "logs");
    const entries = await this.client.command<[string, [string, string]][]>(
      command,
      key,
      ...range,
      "COUNT",
      count,
    );
    return entries.map(([id, [, body]]) => ({ ...JSON.parse(body), seq: parseInt(id) }));
  }
}

/** Whether the query leaves out lines of its range. */
function picky({ minLevel = "debug", since, until, dispatchId }: LogQuery): boolean {
  return rankOf(minLevel) > 0 || since !== undefined || until !== undefined || dispatchId !== undefined;
}

function fits(line: StoredLogLine, { minLevel = "debug", since, until, dispatchId }: LogQuery): boolean {
  return rankOf(line.level) >= rankOf(minLevel) && line.at >= (since ?? 0) && line.at < (until ?? Infinity) &&
    (dispatchId === undefined || line.dispatchId === dispatchId);
}
