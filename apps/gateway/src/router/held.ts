/**
 * @module Bounds what the gateway keeps of events that no worker has answered. The rule when there is no room: of the
 * guild that has none left, the newest plain event gives way; interactions, crons and lifecycle events are refused only
 * where nothing else is left to give way.
 */
import type { DispatchEvent, WhyReason } from "@flora/model";
import type { Delivery, RouteSlot } from "./slot.ts";

export interface HeldLimits {
  /** Events of one guild that may wait to be sent. */
  waiting: number;
  /** All events of all guilds together, sent ones included; estimated. */
  bytes: number;
}

/** What an event costs beside its payload. */
const EVENT_BYTES = 1_000;

/** The events that are held for all guilds. */
export class HeldEvents {
  #bytes = 0;
  /** Guilds that hold any. */
  #guilds = 0;

  constructor(private readonly limits: HeldLimits) {}

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes a delivery to the end of its guild's queue. Where there is no room for it another one gives way, or it does
   * itself: whoever did is settled as dropped.
   */
  admit(slot: RouteSlot, delivery: Delivery): void {
    for (let reason = this.#noRoom(slot, delivery); reason !== undefined;) {
      const victim = delivery.event.kind === "event" ? delivery : newestEvent(slot) ?? delivery;
      victim.settle({ status: "dropped", ...reason });
      if (victim === delivery) return;
      reason = this.#noRoom(slot, delivery);
    }
    if (slot.heldBytes === 0) this.#guilds++;
    delivery.held = true;
    slot.heldBytes += delivery.bytes;
    this.#bytes += delivery.bytes;
    slot.waiting.push(delivery);
  }

  /** A delivery has been settled. */
  release(slot: RouteSlot, delivery: Delivery): void {
    delivery.held = false;
    slot.heldBytes -= delivery.bytes;
    this.#bytes -= delivery.bytes;
    if (slot.heldBytes === 0) this.#guilds--;
  }

  /** Beyond half of the memory no guild gets more than an even share of the other half, so that all of it is never passed. */
  #noRoom(slot: RouteSlot, { bytes }: Delivery): { why: WhyReason; reason: string } | undefined {
    if (slot.waiting.length >= this.limits.waiting) {
      return { why: "queue-full", reason: `${slot.waiting.length} events of this guild wait already` };
    }
    const half = this.limits.bytes / 2;
    if (this.#bytes + bytes <= half) return undefined;
    const guilds = this.#guilds + (slot.heldBytes === 0 ? 1 : 0);
    if (slot.heldBytes + bytes <= half / guilds) return undefined;
    return { why: "memory-full", reason: "the events that wait have used up the memory set aside for them" };
  }
}

/** `msg` says much the same as `raw`. */
export function sizeOf({ raw }: DispatchEvent): number {
  return EVENT_BYTES + 2 * JSON.stringify(raw ?? null).length;
}

function newestEvent(slot: RouteSlot): Delivery | undefined {
  const index = slot.waiting.findLastIndex(({ event }) => event.kind === "event");
  return index < 0 ? undefined : slot.waiting.splice(index, 1)[0];
}
