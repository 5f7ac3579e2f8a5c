import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { audit } from "../../state/audit.ts";
import type { Guild, Sticker } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { stickerWire } from "../../wire/guild.ts";
import { refuse, refuseField } from "../errors.ts";
import { model, text } from "../form.ts";
import { demand, guildOr404 } from "../lookup.ts";
import { created, route } from "../route.ts";

const MAX_STICKERS = 5;
const MAX_BYTES = 512 * 1024;

const stickerBody = model({
  name: text(30, 2),
  tags: text(200, 1),
  description: text(100).nullish(),
});
const stickerPatch = model({
  name: text(30, 2).optional(),
  tags: text(200, 1).optional(),
  description: text(100).nullish(),
});

/** Stickers of a guild. */
export const stickerRoutes = [
  route(
    "GET",
    "/guilds/:guild_id/stickers",
    {},
    ({ world, params }) => all(world, guildOr404(world, params.guild_id)),
  ),
  route("GET", "/guilds/:guild_id/stickers/:sticker_id", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    return stickerWire(world, guild, find(guild, params.sticker_id));
  }),
  route(
    "POST",
    "/guilds/:guild_id/stickers",
    { body: stickerBody },
    ({ world, params, body, files, reason }) => {
      const guild = guildOr404(world, params.guild_id);
      demand(world, guild, P.CreateGuildExpressions);
      const [file, ...more] = files;
      if (!file || more.length) refuseField(["file"], "BASE_TYPE_REQUIRED", "This field is required");
      if (file.bytes.length > MAX_BYTES) refuse("requestTooLarge");
      if (guild.stickers.size >= MAX_STICKERS) refuse("tooManyStickers");
      const { name, tags, description } = body;
      const sticker = {
        id: world.ids.next(),
        name,
        tags,
        description: description ?? "",
        userId: world.botId,
      };
      guild.stickers.set(sticker.id, sticker);
      changed(world, guild);
      audit(world, guild, { actionType: 90, targetId: sticker.id, reason });
      return created(stickerWire(world, guild, sticker));
    },
  ),
  route(
    "PATCH",
    "/guilds/:guild_id/stickers/:sticker_id",
    { body: stickerPatch },
    ({ world, params, body, reason }) => {
      const guild = guildOr404(world, params.guild_id);
      const sticker = find(guild, params.sticker_id);
      demand(world, guild, P.ManageGuildExpressions);
      if (body.name) sticker.name = body.name;
      if (body.tags) sticker.tags = body.tags;
      if (body.description !== undefined) sticker.description = body.description ?? "";
      changed(world, guild);
      audit(world, guild, { actionType: 91, targetId: sticker.id, reason });
      return stickerWire(world, guild, sticker);
    },
  ),
  route("DELETE", "/guilds/:guild_id/stickers/:sticker_id", {}, ({ world, params, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const { id } = find(guild, params.sticker_id);
    demand(world, guild, P.ManageGuildExpressions);
    guild.stickers.delete(id);
    changed(world, guild);
    audit(world, guild, { actionType: 92, targetId: id, reason });
  }),
];

function find(guild: Guild, id: string): Sticker {
  return guild.stickers.get(id) ?? refuse("unknownSticker");
}

function all(world: World, guild: Guild) {
  return [...guild.stickers.values()].map((sticker) => stickerWire(world, guild, sticker));
}

function changed(world: World, guild: Guild): void {
  const d = { guild_id: guild.id, stickers: all(world, guild) };
  world.bus.emit({ t: "GUILD_STICKERS_UPDATE", guildId: guild.id, d });
}
