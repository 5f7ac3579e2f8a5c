import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { audit } from "../../state/audit.ts";
import type { Guild, Sound, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { soundWire } from "../../wire/guild.ts";
import { refuse, refuseField } from "../errors.ts";
import { decimal, model, snowflake, text } from "../form.ts";
import { demand, guildOr404 } from "../lookup.ts";
import { created, route } from "../route.ts";

const BASE = "/guilds/:guild_id/soundboard-sounds";
const ONE = `${BASE}/:sound_id` as const;
const LONGEST = 700_000;

const look = { volume: decimal().nullish(), emoji_id: snowflake().nullish(), emoji_name: text(32).nullish() };
const soundBody = model({ ...look, name: text(32, 2), sound: text(LONGEST, 1) });
const soundPatch = model({ ...look, name: text(32, 2).optional() });

/** Sounds of a guild's soundboard; what they sound like is not kept. */
export const soundRoutes = [
  route("GET", BASE, {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    return { items: [...guild.sounds.values()].map((sound) => soundWire(world, guild, sound)) };
  }),
  route("GET", ONE, {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    return soundWire(world, guild, find(guild, params.sound_id));
  }),
  route("POST", BASE, { body: soundBody }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.CreateGuildExpressions);
    if (!/^data:audio\/\w+;base64,/.test(body.sound)) {
      refuseField(["sound"], "SOUND_INVALID", "Invalid sound data");
    }
    const sound: Sound = {
      id: world.ids.next(),
      name: body.name,
      volume: body.volume ?? 1,
      emojiId: body.emoji_id ?? null,
      emojiName: body.emoji_name ?? null,
      userId: world.botId,
    };
    guild.sounds.set(sound.id, sound);
    return created(tell(world, guild, sound, "CREATE", 130, reason));
  }),
  route("PATCH", ONE, { body: soundPatch }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const sound = find(guild, params.sound_id);
    demand(world, guild, P.ManageGuildExpressions);
    if (body.name) sound.name = body.name;
    if (typeof body.volume === "number") sound.volume = body.volume;
    if (body.emoji_id !== undefined) sound.emojiId = body.emoji_id ?? null;
    if (body.emoji_name !== undefined) sound.emojiName = body.emoji_name ?? null;
    return tell(world, guild, sound, "UPDATE", 131, reason);
  }),
  route("DELETE", ONE, {}, ({ world, params, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const sound = find(guild, params.sound_id);
    demand(world, guild, P.ManageGuildExpressions);
    guild.sounds.delete(sound.id);
    tell(world, guild, sound, "DELETE", 132, reason);
  }),
];

function find(guild: Guild, id: string): Sound {
  return guild.sounds.get(id) ?? refuse("unknownSound");
}

function tell(
  world: World,
  guild: Guild,
  sound: Sound,
  what: "CREATE" | "UPDATE" | "DELETE",
  actionType: number,
  reason: string | null,
): Wire {
  const wire = soundWire(world, guild, sound);
  const d = what === "DELETE" ? { sound_id: sound.id, guild_id: guild.id } : wire;
  world.bus.emit({ t: `GUILD_SOUNDBOARD_SOUND_${what}`, guildId: guild.id, d });
  audit(world, guild, { actionType, targetId: sound.id, reason });
  return wire;
}
