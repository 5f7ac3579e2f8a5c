import { stateOf } from "../rest/interaction-token.ts";
import type { Guild, Interaction, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { channelWire } from "../wire/channel.ts";
import { commandWire, webhookWire } from "../wire/command.ts";
import { eventWire } from "../wire/event.ts";
import { channelsOf, emojiWire, roleWire, soundWire, stickerWire, threadsOf } from "../wire/guild.ts";
import { messageWire } from "../wire/message.ts";
import { ruleWire } from "../wire/rule.ts";
import { memberWire } from "../wire/user.ts";
import { stageWire, voiceStateWire } from "../wire/voice.ts";
import { auditWire } from "../state/audit.ts";

/** An interaction with all that came back, ephemeral messages included. */
export function interactionView(world: World, interaction: Interaction): Wire {
  const responses = interaction.responseIds.map((id) => {
    const message = world.message(interaction.channelId, id);
    if (!message) return { id, deleted: true };
    return { ...messageWire(world, message), deleted: false, ephemeral: message.ephemeralFor !== null };
  });
  return {
    id: interaction.id,
    type: interaction.type,
    guildId: interaction.guildId,
    channelId: interaction.channelId,
    userId: interaction.userId,
    commandName: interaction.commandName,
    data: interaction.data,
    state: stateOf(world, interaction),
    callback: interaction.callback,
    originalId: interaction.originalId,
    responses,
    choices: interaction.callback?.type === 8 ? (interaction.callback.data as Wire).choices : null,
    modal: interaction.callback?.type === 9 ? interaction.callback.data : null,
  };
}

/** The short form of a guild. */
export function guildSummary(world: World, guild: Guild): Wire {
  return {
    id: guild.id,
    name: guild.name,
    ownerId: guild.ownerId,
    botPresent: guild.botPresent,
    channels: channelsOf(world, guild).map(({ id, name, type }) => ({ id, name, type })),
    members: [...guild.members.values()].map(({ userId }) => ({
      userId,
      username: world.user(userId).username,
      bot: world.user(userId).bot,
    })),
  };
}

/** All of a guild's state. */
export function guildView(world: World, guild: Guild): Wire {
  return {
    ...guildSummary(world, guild),
    settings: guild.settings,
    roles: [...guild.roles.values()].map(roleWire),
    members: [...guild.members.values()].map((member) => memberWire(world, member)),
    channels: channelsOf(world, guild).map((channel) => channelWire(world, channel)),
    threads: threadsOf(world, guild).map((thread) => channelWire(world, thread)),
    bans: [...guild.bans.values()],
    commands: [...guild.commands.values()].map((command) => commandWire(world, command)),
    emojis: [...guild.emojis.values()].map((emoji) => emojiWire(world, emoji)),
    stickers: [...guild.stickers.values()].map((sticker) => stickerWire(world, guild, sticker)),
    sounds: [...guild.sounds.values()].map((sound) => soundWire(world, guild, sound)),
    reception: guild.reception,
    events: [...guild.events.values()].map((event) => eventWire(world, guild, event, true)),
    rules: [...guild.rules.values()].map((rule) => ruleWire(guild, rule)),
    stages: [...guild.stages.values()].map((stage) => stageWire(guild, stage)),
    voiceStates: [...guild.voiceStates.values()].map((state) => voiceStateWire(world, guild, state)),
    webhooks: [...world.webhooks.values()].filter((one) => one.guildId === guild.id)
      .map((one) => webhookWire(world, one)),
    invites: [...world.invites.values()].filter((one) => one.guildId === guild.id),
    auditLog: guild.auditLog.map(auditWire),
  };
}
