import { randomToken } from "../random.ts";
import { voiceStateWire } from "../wire/voice.ts";
import type { Channel, Guild, VoiceState } from "./types.ts";
import type { World } from "./world.ts";

const STAGE = 13;

/** Puts a user into a voice or stage channel, from wherever they were. */
export function joinVoice(world: World, guild: Guild, channel: Channel, userId: string): VoiceState {
  const state: VoiceState = {
    userId,
    channelId: channel.id,
    sessionId: guild.voiceStates.get(userId)?.sessionId ?? randomToken(16),
    suppress: channel.type === STAGE,
    requestToSpeakAt: null,
  };
  guild.voiceStates.set(userId, state);
  voiceChanged(world, guild, state);
  return state;
}

/** Takes a user out of voice; nothing happens when they are not there. */
export function leaveVoice(world: World, guild: Guild, userId: string): void {
  const state = guild.voiceStates.get(userId);
  if (!state) return;
  guild.voiceStates.delete(userId);
  voiceChanged(world, guild, state, true);
}

/** Tells the bot where somebody is in voice. */
export function voiceChanged(world: World, guild: Guild, state: VoiceState, left = false): void {
  world.bus.emit({
    t: "VOICE_STATE_UPDATE",
    guildId: guild.id,
    d: voiceStateWire(world, guild, state, left),
  });
}
