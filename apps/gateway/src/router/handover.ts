/** @module Holds what a guild's next worker gets against what the last one says it gave back. */
import type { Undelivered } from "@flora/protocol";
import type { RouteSlot } from "./slot.ts";

type Held = Pick<RouteSlot, "unanswered" | "waiting">;

/**
 * To be called when the guild's events are held. The answer, asked when they are let go, says what is wrong with what its
 * next worker gets; undefined where that begins with what the last one gave back, in the same order.
 */
export function watchHandover({ unanswered, waiting }: Held) {
  const sent = new Map([...unanswered].map((delivery) => [delivery.event.id, delivery]));
  return (undelivered: readonly Undelivered[]): string | undefined => {
    const places = new Map(waiting.map(({ event }, place) => [event.id, place]));
    let last = -1;
    for (const { id, event } of undelivered) {
      // What was given up meanwhile has been settled with a reason of its own.
      if (!sent.get(id)?.held) continue;
      const place = places.get(id);
      if (place === undefined) return `${event} ${id} is missing`;
      if (place < last) return `${event} ${id} comes before what is older`;
      last = place;
    }
    const newer = waiting.slice(0, Math.max(last, 0)).find(({ event }) => !sent.has(event.id))?.event;
    return newer && `${newer.event} ${newer.id} comes before what was given back`;
  };
}

/** How many of them there are, and how many are runs of crons and of schedules. */
export function countUndelivered(undelivered: readonly Undelivered[]) {
  const runs = (name: string) => undelivered.filter(({ run, event }) => run && event === name).length;
  return { dispatches: undelivered.length, crons: runs("cron"), schedules: runs("schedule") };
}
