import type { GuildId } from "@flora/model";
import type { AuditEntry, AuditQuery, AuditStorage, StoredAuditEntry } from "../identity.ts";
import type { RedisClient } from "./client.ts";
import { leanScript } from "./script.ts";

/** Entries looked through at once. */
const CHUNK = 500;

/**
 * Bodies are in one hash by number, which also grows over what is trimmed; `audit:order` holds all numbers, and each
 * guild's own `audit`, or `audit:nowhere`, those that concern it. Nothing ever changes a body.
 */
const append = leanScript(
  "floraAuditAppend",
  `
local ours = own == root and root .. 'audit:nowhere' or own .. 'audit'
local seq = call('INCR', root .. 'audit:last')
call('HSET', root .. 'audit', seq, arg(1))
call('ZADD', root .. 'audit:order', seq, seq)
call('ZADD', ours, seq, seq)
local over = call('ZCARD', ours) - tonumber(arg(2))
for _, old in ipairs(over > 0 and call('ZRANGE', ours, 0, over - 1) or {}) do
  call('ZREM', ours, old)
  call('ZREM', root .. 'audit:order', old)
  call('HDEL', root .. 'audit', old)
end
`,
);

const read = leanScript(
  "floraAuditRead",
  `
local ours = own == root and root .. 'audit:order' or own .. 'audit'
local reply = {}
for _, seq in ipairs(call('ZRANGE', ours, arg(1), '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, arg(2))) do
  reply[#reply + 1] = { tonumber(seq), call('HGET', root .. 'audit', seq) }
end
return reply
`,
);

export class RedisAudit implements AuditStorage {
  constructor(private readonly client: RedisClient) {}

  async append(entry: AuditEntry, keep: number): Promise<void> {
    await this.client.run(append, { guildId: entry.guildId }, JSON.stringify(entry), keep);
  }

  async read(guildId: GuildId | null, query: AuditQuery): Promise<StoredAuditEntry[]> {
    const found: StoredAuditEntry[] = [];
    for (let before = query.beforeSeq; found.length < query.limit;) {
      const from = before === undefined ? "+inf" : `(${before}`;
      const owner = { guildId: guildId ?? undefined };
      const chunk = await this.client.run<[number, string][]>(read, owner, from, CHUNK);
      for (const [seq, body] of chunk) {
        const entry: StoredAuditEntry = { ...JSON.parse(body), seq };
        if (found.length < query.limit && fits(entry, query)) found.push(entry);
      }
      if (chunk.length < CHUNK) break;
      before = chunk.at(-1)![0];
    }
    return found;
  }
}

function fits(entry: AuditEntry, { action, actorId, outcome, from, until }: AuditQuery): boolean {
  return (action === undefined || entry.action === action) &&
    (actorId === undefined || entry.actor.id === actorId) &&
    (outcome === undefined || entry.outcome === outcome) &&
    entry.at >= (from ?? -Infinity) && entry.at < (until ?? Infinity);
}
