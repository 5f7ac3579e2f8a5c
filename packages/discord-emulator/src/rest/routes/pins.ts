import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { audit } from "../../state/audit.ts";
import { addMessage, messageChanged } from "../../state/messages.ts";
import type { Message } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { refuse } from "../errors.ts";
import { integer, model, timestamp } from "../form.ts";
import { botMay, channelOr404, demandIn, messageOr404 } from "../lookup.ts";
import { readable } from "../post-message.ts";
import { route } from "../route.ts";

const MAX_PINS = 250;
const page = model({ before: timestamp().optional(), limit: integer(1, 50).optional() });

/** Pinned messages, under the old and the new address. */
export const pinRoutes = [
  route(
    "GET",
    "/channels/:channel_id/pins",
    {},
    ({ world, params }) =>
      pinned(world, params.channel_id).slice(0, 50).map((message) => readable(world, message)),
  ),
  route("GET", "/channels/:channel_id/messages/pins", { query: page }, ({ world, params, query }) => {
    const all = pinned(world, params.channel_id)
      .filter(({ pinnedAt }) => !query.before || Date.parse(pinnedAt!) < Date.parse(query.before));
    const shown = all.slice(0, query.limit ?? 50);
    return {
      items: shown.map((message) => ({ pinned_at: message.pinnedAt, message: readable(world, message) })),
      has_more: all.length > shown.length,
    };
  }),
  ...["/channels/:channel_id/pins/:message_id", "/channels/:channel_id/messages/pins/:message_id"].flatMap((
    path,
  ) => [
    route(
      "PUT",
      path as "/channels/:channel_id/pins/:message_id",
      {},
      ({ world, params, reason }) => setPinned(world, params, reason, true),
    ),
    route(
      "DELETE",
      path as "/channels/:channel_id/pins/:message_id",
      {},
      ({ world, params, reason }) => setPinned(world, params, reason, false),
    ),
  ]),
];

function pinned(world: World, channelId: string): Message[] {
  const channel = channelOr404(world, channelId);
  if (!botMay(world, channel, P.ReadMessageHistory)) return [];
  return world.messagesOf(channel.id).filter((message) => message.pinnedAt !== null)
    .sort((a, b) => Date.parse(b.pinnedAt!) - Date.parse(a.pinnedAt!));
}

function setPinned(
  world: World,
  params: { channel_id: string; message_id: string },
  reason: string | null,
  on: boolean,
): void {
  const channel = channelOr404(world, params.channel_id);
  if (!botMay(world, channel, P.PinMessages)) demandIn(world, channel, P.ManageMessages);
  const message = messageOr404(world, channel, params.message_id);
  if (message.type !== 0 && message.type !== 19 && message.type !== 20) refuse("systemMessage");
  if ((message.pinnedAt !== null) === on) return;
  if (on && pinned(world, channel.id).length >= MAX_PINS) refuse("tooManyPins");
  message.pinnedAt = on ? world.clock.iso() : null;
  if (on) channel.lastPinTimestamp = message.pinnedAt;
  messageChanged(world, message);
  world.bus.emit({
    t: "CHANNEL_PINS_UPDATE",
    guildId: channel.guildId,
    channelId: channel.id,
    d: {
      channel_id: channel.id,
      last_pin_timestamp: channel.lastPinTimestamp,
      ...(channel.guildId ? { guild_id: channel.guildId } : {}),
    },
  });
  const guild = world.guildOf(channel);
  if (guild) {
    const options = { channel_id: channel.id, message_id: message.id };
    audit(world, guild, { actionType: on ? 74 : 75, targetId: message.authorId, reason, options });
  }
  if (!on) return;
  addMessage(world, channel, {
    authorId: world.botId,
    type: 6,
    reference: {
      type: 0,
      channelId: channel.id,
      messageId: message.id,
      ...(channel.guildId ? { guildId: channel.guildId } : {}),
    },
  });
}
