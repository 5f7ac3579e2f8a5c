import type { Message, Wire } from "./types.ts";
import type { World } from "./world.ts";

/** Numbers of a poll's answers. */
export function answersOf(message: Message): number[] {
  return ((message.poll?.answers ?? []) as { answer_id: number }[]).map(({ answer_id }) => answer_id);
}

/** Whether votes are no longer taken. */
export function isOver(world: World, { poll }: Message): boolean {
  const { is_finalized } = (poll?.results ?? {}) as { is_finalized?: boolean };
  return is_finalized === true || Date.parse(String(poll?.expiry)) <= world.clock.now();
}

/** Gives a user's vote, or takes it back. One for each poll, unless several are allowed. False where nothing changed. */
export function vote(world: World, message: Message, userId: string, answer: number, add: boolean): boolean {
  const voters = message.pollVotes.get(answer) ?? new Set();
  if (voters.has(userId) === add) return false;
  if (add && !message.poll?.allow_multiselect) {
    for (const [other, users] of message.pollVotes) {
      if (users.delete(userId)) tell(world, message, userId, other, false);
    }
  }
  if (add) voters.add(userId);
  else voters.delete(userId);
  message.pollVotes.set(answer, voters);
  tell(world, message, userId, answer, add);
  return true;
}

function tell(world: World, message: Message, userId: string, answer: number, add: boolean): void {
  const d: Wire = {
    user_id: userId,
    channel_id: message.channelId,
    message_id: message.id,
    ...(message.guildId ? { guild_id: message.guildId } : {}),
    answer_id: answer,
  };
  world.bus.emit({
    t: add ? "MESSAGE_POLL_VOTE_ADD" : "MESSAGE_POLL_VOTE_REMOVE",
    guildId: message.guildId,
    channelId: message.channelId,
    d,
  });
}
