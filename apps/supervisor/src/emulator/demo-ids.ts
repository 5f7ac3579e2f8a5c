interface GuildView {
  channels: { id: string; type: number }[];
  members: { user: { id: string; username: string; bot: boolean } }[];
}

/** Somebody in the demo guild and where they could write, for a person to try things with. */
export interface DemoIds {
  channelId: string;
  memberId: string;
  memberName: string;
}

/** Who and where to be in the demo guild: its first text channel and its first member who is no bot. */
export async function readDemoIds(emulatorUrl: string, guildId: string): Promise<DemoIds> {
  const response = await fetch(`${emulatorUrl}/emulator/v1/guilds/${guildId}`);
  const { channels, members }: GuildView = await response.json();
  const { id, username } = members.map(({ user }) => user).find(({ bot }) => !bot)!;
  return { channelId: channels.find(({ type }) => type === 0)!.id, memberId: id, memberName: username };
}
