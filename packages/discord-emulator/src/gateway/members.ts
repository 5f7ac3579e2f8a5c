import { GatewayCloseCodes as Close, GatewayIntentBits as I } from "discord-api-types/v10";
import { z } from "zod";
import { isSnowflake } from "../snowflake.ts";
import type { World } from "../state/world.ts";
import { memberWire } from "../wire/user.ts";
import type { Session } from "./session.ts";

const CHUNK = 1000;
const WHOLE_GUILD_EVERY_MS = 30_000;

const id = z.union([z.string(), z.number()]).transform(String).refine(isSnowflake);
const requestSchema = z.object({
  guild_id: z.union([id, z.tuple([id]).transform(([one]) => one)]),
  query: z.string().optional(),
  limit: z.number().int().min(0).default(0),
  user_ids: z.union([id.transform((one) => [one]), z.array(id).max(100)]).optional(),
  presences: z.boolean().optional(),
  nonce: z.string().optional(),
});

/** Answers a request for guild members (opcode 8) with as many chunks as it takes. */
export function sendMembers(
  world: World,
  session: Session,
  d: unknown,
  close: (code: number, reason: string) => void,
): void {
  const parsed = requestSchema.safeParse(d);
  if (!parsed.success) return close(Close.DecodeError, "Error while decoding payload.");
  const { guild_id, query, limit, user_ids, presences, nonce } = parsed.data;
  const guild = world.guilds.get(guild_id);
  if (!guild?.botPresent || !session.serves(guild_id)) return;
  const echo = nonce !== undefined && new TextEncoder().encode(nonce).length <= 32 ? { nonce } : {};
  const whole = user_ids === undefined && !query && limit === 0;
  if (whole && !(session.intents & I.GuildMembers)) {
    return close(Close.DisallowedIntents, "Disallowed intent(s).");
  }
  if (whole) {
    const waitedMs = world.clock.now() - (session.memberRequests.get(guild_id) ?? -Infinity);
    if (waitedMs < WHOLE_GUILD_EVERY_MS) {
      const retry_after = (WHOLE_GUILD_EVERY_MS - waitedMs) / 1000;
      return session.push("RATE_LIMITED", { opcode: 8, retry_after, meta: { guild_id, ...echo } });
    }
    session.memberRequests.set(guild_id, world.clock.now());
  }
  const all = [...guild.members.values()];
  const found = user_ids
    ? all.filter((member) => user_ids.includes(member.userId))
    : all.filter((member) =>
      nameOf(world, member.userId, member.nick).some((name) => name.startsWith(lower(query)))
    )
      .slice(0, query || limit ? Math.min(limit || 100, 100) : undefined);
  const missing = user_ids?.filter((user) => !guild.members.has(user));
  const count = Math.max(1, Math.ceil(found.length / CHUNK));
  for (let index = 0; index < count; index++) {
    session.push("GUILD_MEMBERS_CHUNK", {
      guild_id,
      members: found.slice(index * CHUNK, (index + 1) * CHUNK).map((member) => memberWire(world, member)),
      chunk_index: index,
      chunk_count: count,
      ...(missing?.length ? { not_found: missing } : {}),
      ...(presences ? { presences: [] } : {}),
      ...echo,
    });
  }
}

function nameOf(world: World, userId: string, nick: string | null): string[] {
  const user = world.user(userId);
  return [user.username, user.globalName, nick].filter((name) => name !== null).map(lower);
}

function lower(text: string | undefined): string {
  return (text ?? "").toLowerCase();
}
