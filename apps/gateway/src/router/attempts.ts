/**
 * @module Giving events to a guild's worker: each attempt is answered, comes back, or is given up in time. What a worker
 * that is gone did not answer waits for the next one, in the order of arrival.
 */
import type { GuildId } from "@flora/model";
import { clock } from "@flora/model/clock";
import { LinkClosedError } from "@flora/protocol";
import type { GatewayMetrics } from "../metrics.ts";
import type { WorkerLink } from "../pool/worker-link.ts";
import type { Generations } from "./generations.ts";
import type { RouterOptions } from "./options.ts";
import { goesAgain, waitOf } from "./redelivery.ts";
import type { Delivery, RouteSlot } from "./slot.ts";

export interface AttemptsParts {
  generations: Generations;
  metrics: GatewayMetrics;
  options: RouterOptions;
  /** What waits may go out now. */
  onAnswered(guildId: GuildId, slot: RouteSlot): void;
}

export class Attempts {
  constructor(private readonly parts: AttemptsParts) {}

  /** Gives a delivery to a worker, which answers how its handlers ended. */
  send(slot: RouteSlot, owner: WorkerLink, delivery: Delivery): void {
    const { generations, onAnswered } = this.parts;
    clearTimeout(delivery.timer);
    const attempt = ++delivery.sent;
    slot.unanswered.add(delivery);
    // What a worker that has lost the guild still answers says nothing about the next one's attempt.
    const answered = () => delivery.sent === attempt && slot.unanswered.delete(delivery);
    if (delivery.event.kind === "interaction") this.#watch(slot, owner, delivery);
    const generation = generations.current(delivery.event.guildId);
    owner.dispatch(delivery.event, generation, slot.lease).then((outcome) => {
      if (!answered()) return;
      if (outcome.status === "returned") {
        delivery.sent--;
        this.#waitAgain(slot, delivery);
      } else delivery.settle(outcome);
      onAnswered(delivery.event.guildId, slot);
    }, (error) => {
      // A link that closed is dealt with for all of its guilds at once, in order.
      if (error instanceof LinkClosedError || !answered()) return;
      delivery.settle({ status: "dropped", reason: (error as Error).message, why: "flora-failed" });
      onAnswered(delivery.event.guildId, slot);
    });
  }

  /** What was sent and not answered waits for the next owner, in order. */
  takeBack(slot: RouteSlot): void {
    for (const delivery of slot.unanswered) {
      if (goesAgain(delivery, this.parts.options, this.parts.metrics)) this.#waitAgain(slot, delivery);
    }
    slot.unanswered.clear();
  }

  /** Gives a delivery up that nobody takes: one whose user waits in any case, others only while there is no worker. */
  expireLater(slot: RouteSlot, delivery: Delivery): void {
    const interaction = delivery.event.kind === "interaction";
    const waitMs = waitOf(delivery.event, this.parts.options);
    clearTimeout(delivery.timer);
    delivery.timer = setTimeout(() => {
      const index = slot.waiting.indexOf(delivery);
      if (index === -1) return;
      if (slot.owner && !interaction) return this.expireLater(slot, delivery);
      slot.waiting.splice(index, 1);
      const reason = `it could not be sent within ${waitMs} ms`;
      delivery.settle({ status: "dropped", reason, why: "waited-too-long" });
    }, waitMs);
  }

  #waitAgain(slot: RouteSlot, delivery: Delivery): void {
    slot.putBack(delivery);
    this.expireLater(slot, delivery);
  }

  /** Gives an interaction up whose worker has fallen silent, while its user can still be told. */
  #watch(slot: RouteSlot, owner: WorkerLink, delivery: Delivery): void {
    const { interactionMs, busyAnswerMs } = this.parts.options;
    const ageMs = clock.now() - delivery.event.receivedAt;
    const attempt = delivery.sent;
    delivery.timer = setTimeout(() => {
      if (delivery.sent !== attempt || !owner.silent || !slot.unanswered.delete(delivery)) return;
      const reason = `${owner.name} does not answer`;
      delivery.settle({ status: "dropped", reason, why: "flora-failed" });
    }, Math.max(0, interactionMs - busyAnswerMs - ageMs));
  }
}
