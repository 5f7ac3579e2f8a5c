import type { DispatchEvent } from "@flora/discord-emulator/state/bus";
import type { World } from "@flora/discord-emulator/state/world";
import type { Tell } from "../happening.ts";
import type { Numbers } from "./numbers.ts";

// deno-lint-ignore no-explicit-any -- events as Discord words them, each line reads the fields of its own
type Payload = any;

/** Tells in words what changes in a guild besides messages. Answers how to stop. */
export function followGuild(world: World, guildId: string, numbers: Numbers, tell: Tell): () => void {
  const guild = world.guilds.get(guildId)!;
  const who = (id: string) => world.users.get(id)?.username ?? id;
  const where = (id: string) => `#${world.channels.get(id)?.name ?? id}`;
  const roles = new Map([...guild.members.values()].map(({ userId, roles }) => [userId, [...roles]]));
  const nicks = new Map([...guild.members.values()].map(({ userId, nick }) => [userId, nick]));
  const reaction = (d: Payload) => `${d.emoji.name} ${d.emoji.id ? `(${d.emoji.id}) ` : ""}`;

  const changes = (d: Payload): string[] => {
    const id = d.user.id, before = roles.get(id) ?? [], now: string[] = d.roles;
    const name = (role: string) => guild.roles.get(role)?.name ?? role;
    const lines = [
      ...now.filter((role) => !before.includes(role)).map((role) => `${who(id)} now has role ${name(role)}`),
      ...before.filter((role) => !now.includes(role)).map((role) => `${who(id)} lost role ${name(role)}`),
      ...(nicks.get(id) ?? null) === d.nick ? [] : [`${who(id)} is now called ${d.nick ?? who(id)}`],
      ...Date.parse(d.communication_disabled_until) > world.clock.now()
        ? [`${who(id)} is timed out until ${d.communication_disabled_until}`]
        : [],
    ];
    roles.set(id, [...now]);
    nicks.set(id, d.nick);
    return lines;
  };

  const words: Record<string, (d: Payload) => string | string[]> = {
    GUILD_MEMBER_ADD: (d) => `${d.user.username} joined`,
    GUILD_MEMBER_REMOVE: (d) => `${d.user.username} is gone`,
    GUILD_MEMBER_UPDATE: changes,
    GUILD_BAN_ADD: (d) => `${d.user.username} was banned`,
    GUILD_BAN_REMOVE: (d) => `${d.user.username} is no longer banned`,
    GUILD_ROLE_CREATE: (d) => `role ${d.role.name} was made`,
    GUILD_ROLE_DELETE: (d) => `role ${d.role_id} was deleted`,
    CHANNEL_CREATE: (d) => `channel #${d.name} was made`,
    CHANNEL_DELETE: (d) => `channel #${d.name} was deleted`,
    THREAD_CREATE: (d) => `thread #${d.name} was opened in ${where(d.parent_id)}`,
    CHANNEL_PINS_UPDATE: (d) => `the pins of ${where(d.channel_id)} changed`,
    MESSAGE_REACTION_ADD: (d) => `${who(d.user_id)} reacted ${reaction(d)}to #${numbers.of(d.message_id)}`,
    MESSAGE_REACTION_REMOVE: (d) =>
      `${who(d.user_id)} took ${reaction(d)}back from #${numbers.of(d.message_id)}`,
    GUILD_SCHEDULED_EVENT_CREATE: (d) => `event ${d.name} was planned`,
    VOICE_STATE_UPDATE: (d) =>
      d.channel_id ? `${who(d.user_id)} is in ${where(d.channel_id)}` : `${who(d.user_id)} left voice`,
  };

  return world.bus.listen(({ t, d, guildId: of }: DispatchEvent) => {
    if (of !== guildId || !Object.hasOwn(words, t)) return;
    for (const text of [words[t]!(d)].flat()) tell({ type: "guild", text });
  });
}
