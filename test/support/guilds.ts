/** @module Guilds of an emulator as a test needs them: a text channel and a person who may write there. */
import type { Emulator } from "@flora/discord-emulator";

export interface TestGuild {
  id: string;
  channelId: string;
  userId: string;
}

/** The guilds an emulator started with, each with its first text channel and its owner. */
export function testGuilds(emulator: Emulator): TestGuild[] {
  return emulator.guildIds.map((id) => {
    const { world } = emulator;
    const channel = [...world.channels.values()].find((one) => one.guildId === id && one.type === 0)!;
    return { id, channelId: channel.id, userId: world.guilds.get(id)!.ownerId };
  });
}
