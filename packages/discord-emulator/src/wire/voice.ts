import type { Guild, StageInstance, VoiceState, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { memberWire } from "./user.ts";

/** A stage that is open. */
export function stageWire(guild: Guild, stage: StageInstance): Wire {
  return {
    id: stage.id,
    guild_id: guild.id,
    channel_id: stage.channelId,
    topic: stage.topic,
    privacy_level: 2,
    discoverable_disabled: true,
    guild_scheduled_event_id: stage.eventId,
  };
}

/** Where a user is in voice; `left` for one who is there no longer. */
export function voiceStateWire(world: World, guild: Guild, state: VoiceState, left = false): Wire {
  const member = guild.members.get(state.userId);
  return {
    guild_id: guild.id,
    channel_id: left ? null : state.channelId,
    user_id: state.userId,
    ...(member ? { member: memberWire(world, member) } : {}),
    session_id: state.sessionId,
    deaf: member?.deaf ?? false,
    mute: member?.mute ?? false,
    self_deaf: false,
    self_mute: false,
    self_stream: false,
    self_video: false,
    suppress: state.suppress,
    request_to_speak_timestamp: state.requestToSpeakAt,
  };
}
