import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { audit } from "../../state/audit.ts";
import type { Channel, Guild, StageInstance, VoiceState, Wire } from "../../state/types.ts";
import { voiceChanged } from "../../state/voice.ts";
import type { World } from "../../state/world.ts";
import { stageWire, voiceStateWire } from "../../wire/voice.ts";
import { refuse, refuseField } from "../errors.ts";
import { choice, flag, model, snowflake, text, timestamp } from "../form.ts";
import { demandIn, guildChannelOr404, guildOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const VOICE = 2;
const STAGE = 13;
const MODERATOR = P.ManageChannels | P.MuteMembers | P.MoveMembers;
const ONE = "/stage-instances/:channel_id";
const STATES = "/guilds/:guild_id/voice-states";

const stageBody = model({
  channel_id: snowflake(),
  topic: text(120, 1),
  privacy_level: choice([2]).nullish(),
  send_start_notification: flag().nullish(),
  guild_scheduled_event_id: snowflake().nullish(),
});
const stagePatch = model({ topic: text(120, 1).optional(), privacy_level: choice([2]).optional() });
const statePatch = model({ channel_id: snowflake().nullish(), suppress: flag().nullish() });
const ownPatch = model({
  channel_id: snowflake().nullish(),
  suppress: flag().nullish(),
  request_to_speak_timestamp: timestamp().nullish(),
});

/** Stages, and who is in voice. */
export const voiceRoutes = [
  route("POST", "/stage-instances", { body: stageBody }, ({ world, body, reason }) => {
    const { channel, guild } = moderated(world, body.channel_id);
    if (guild.stages.has(channel.id)) refuse("stageOpen");
    const eventId = body.guild_scheduled_event_id ?? null;
    if (eventId && !guild.events.has(eventId)) refuse("unknownEvent");
    const stage: StageInstance = { id: world.ids.next(), channelId: channel.id, topic: body.topic, eventId };
    guild.stages.set(channel.id, stage);
    return tell(world, guild, stage, "CREATE", 83, reason);
  }),
  route("GET", ONE, {}, ({ world, params }) => {
    const { channel, guild } = guildChannelOr404(world, params.channel_id);
    return stageWire(guild, find(guild, channel));
  }),
  route("PATCH", ONE, { body: stagePatch }, ({ world, params, body, reason }) => {
    const { channel, guild } = moderated(world, params.channel_id);
    const stage = find(guild, channel);
    if (body.topic) stage.topic = body.topic;
    return tell(world, guild, stage, "UPDATE", 84, reason);
  }),
  route("DELETE", ONE, {}, ({ world, params, reason }) => {
    const { channel, guild } = moderated(world, params.channel_id);
    const stage = find(guild, channel);
    guild.stages.delete(channel.id);
    tell(world, guild, stage, "DELETE", 85, reason);
  }),
  route(
    "PUT",
    "/channels/:channel_id/voice-status",
    { body: model({ status: text(500).nullish() }) },
    ({ world, params, body }) => {
      const { channel, guild } = guildChannelOr404(world, params.channel_id, P.SetVoiceChannelStatus);
      if (channel.type !== VOICE) refuse("wrongChannelType");
      const d = { id: channel.id, guild_id: guild.id, status: body.status || null };
      world.bus.emit({ t: "VOICE_CHANNEL_STATUS_UPDATE", guildId: guild.id, channelId: channel.id, d });
    },
  ),
  ...["@me", ":user_id"].flatMap((who) => [
    route("GET", `${STATES}/${who}` as `${typeof STATES}/:user_id`, {}, ({ world, params }) => {
      const guild = guildOr404(world, params.guild_id);
      return voiceStateWire(world, guild, stateOr404(guild, params.user_id ?? world.botId));
    }),
  ]),
  route("PATCH", `${STATES}/@me`, { body: ownPatch }, ({ world, params, body }) => {
    const guild = guildOr404(world, params.guild_id);
    const state = stateOr404(guild, world.botId);
    const channel = onStage(world, state, body.channel_id ?? state.channelId);
    if (body.suppress === false) demandIn(world, channel, P.MuteMembers);
    if (body.request_to_speak_timestamp) demandIn(world, channel, P.RequestToSpeak);
    if (typeof body.suppress === "boolean") state.suppress = body.suppress;
    if (body.request_to_speak_timestamp !== undefined) {
      state.requestToSpeakAt = body.request_to_speak_timestamp ?? null;
    }
    voiceChanged(world, guild, state);
  }),
  route("PATCH", `${STATES}/:user_id`, { body: statePatch }, ({ world, params, body }) => {
    const guild = guildOr404(world, params.guild_id);
    const state = stateOr404(guild, params.user_id);
    const channel = onStage(world, state, body.channel_id ?? state.channelId);
    demandIn(world, channel, P.MuteMembers);
    if (typeof body.suppress === "boolean") state.suppress = body.suppress;
    voiceChanged(world, guild, state);
  }),
];

function moderated(world: World, channelId: string): { channel: Channel; guild: Guild } {
  const found = guildChannelOr404(world, channelId);
  if (found.channel.type !== STAGE) refuse("wrongChannelType");
  demandIn(world, found.channel, MODERATOR);
  return found;
}

function find(guild: Guild, channel: Channel): StageInstance {
  return guild.stages.get(channel.id) ?? refuse("unknownStage");
}

function stateOr404(guild: Guild, userId: string): VoiceState {
  return guild.voiceStates.get(userId) ?? refuse("unknownVoiceState");
}

/** The stage a user is in; voice states of other channels cannot be changed. */
function onStage(world: World, state: VoiceState, channelId: string): Channel {
  if (channelId !== state.channelId) refuseField(["channel_id"], "CHANNEL_INVALID", "Not in this channel");
  const channel = world.channels.get(channelId) ?? refuse("unknownChannel");
  return channel.type === STAGE ? channel : refuse("wrongChannelType");
}

function tell(
  world: World,
  guild: Guild,
  stage: StageInstance,
  what: "CREATE" | "UPDATE" | "DELETE",
  actionType: number,
  reason: string | null,
): Wire {
  const d = stageWire(guild, stage);
  world.bus.emit({ t: `STAGE_INSTANCE_${what}`, guildId: guild.id, channelId: stage.channelId, d });
  const options = { channel_id: stage.channelId };
  audit(world, guild, { actionType, targetId: stage.id, reason, options });
  return d;
}
