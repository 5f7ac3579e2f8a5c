import { base64Url, randomToken } from "../random.ts";
import { permissionsIn } from "../state/permissions.ts";
import type { Channel, Interaction, Member, Message, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { channelWire } from "../wire/channel.ts";
import { messageWire } from "../wire/message.ts";
import { memberWire, userWire } from "../wire/user.ts";

const ATTACHMENT_LIMIT = 10 * 1024 * 1024;

/** What kind of interaction to make, and from what. */
interface Trigger {
  type: 2 | 3 | 4 | 5;
  userId: string;
  member: Member | null;
  data: Wire;
  commandName?: string | null;
  source?: Message | null;
  openedBy?: string | null;
}

/** Makes an interaction and sends it to the bot. */
export function interact(world: World, channel: Channel, trigger: Trigger): Interaction {
  const id = world.ids.next();
  const interaction: Interaction = {
    id,
    token: base64Url(`interaction:${id}:${randomToken(48)}`),
    type: trigger.type,
    guildId: channel.guildId,
    channelId: channel.id,
    userId: trigger.userId,
    data: trigger.data,
    commandName: trigger.commandName ?? null,
    createdAtMs: world.clock.now(),
    callback: null,
    originalId: null,
    loading: false,
    sourceMessageId: trigger.source?.id ?? null,
    responseIds: [],
    openedBy: trigger.openedBy ?? null,
  };
  world.interactions.set(id, interaction);
  world.bus.emit({
    t: "INTERACTION_CREATE",
    guildId: channel.guildId,
    d: payload(world, channel, interaction, trigger),
  });
  return interaction;
}

function payload(world: World, channel: Channel, interaction: Interaction, trigger: Trigger): Wire {
  const guild = world.guildOf(channel);
  const bot = guild?.members.get(world.botId);
  const wire: Wire = {
    id: interaction.id,
    application_id: world.applicationId,
    type: interaction.type,
    data: interaction.data,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    channel: channelWire(world, channel),
    app_permissions: guild && bot ? permissionsIn(world, guild, bot, channel).toString() : "0",
    locale: "en-US",
    entitlements: [],
    authorizing_integration_owners: guild ? { "0": guild.id } : { "0": "0" },
    context: guild ? 0 : 1,
    attachment_size_limit: ATTACHMENT_LIMIT,
  };
  if (guild && trigger.member) {
    const permissions = permissionsIn(world, guild, trigger.member, channel).toString();
    (wire.channel as Wire).permissions = permissions;
    Object.assign(wire, {
      guild_id: guild.id,
      guild: { id: guild.id, locale: guild.settings.preferred_locale, features: guild.settings.features },
      guild_locale: guild.settings.preferred_locale,
      member: { ...memberWire(world, trigger.member), permissions },
    });
  } else wire.user = userWire(world.user(trigger.userId));
  if (trigger.source) wire.message = messageWire(world, trigger.source);
  return wire;
}
