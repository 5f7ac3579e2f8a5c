import type { DispatchEvent } from "@flora/model";
import { clock } from "@flora/model/clock";
import type { GatewayMetrics } from "../metrics.ts";
import type { RouterOptions } from "./options.ts";
import type { Delivery } from "./slot.ts";

/**
 * Whether an event that a dead worker did not answer goes to the next one: marked as redelivered then, settled where that
 * makes no sense any more.
 */
export function goesAgain(
  delivery: Delivery,
  { interactionMs, deliveries }: Pick<RouterOptions, "interactionMs" | "deliveries">,
  metrics: Pick<GatewayMetrics, "staleInteractions" | "redelivered">,
): boolean {
  const { event, sent } = delivery;
  if (event.kind === "interaction" && clock.now() - event.receivedAt > interactionMs) {
    metrics.staleInteractions.inc();
    const reason = "its worker ended, and its three seconds are over";
    delivery.settle({ status: "dropped", reason, why: "waited-too-long" });
    return false;
  }
  if (sent >= deliveries) {
    delivery.settle({ status: "lost", reason: `its worker ended, ${sent} times`, why: "worker-lost" });
    return false;
  }
  delivery.event = { ...event, redelivered: true };
  metrics.redelivered.inc();
  return true;
}

/** Nothing is given up before there was a chance to place its guild. Milliseconds. */
const LEAST_WAIT_MS = 250;

/** How long an event may wait for a worker from now on, in milliseconds; whoever used a command waits since it was received. */
export function waitOf(
  { kind, receivedAt }: DispatchEvent,
  { interactionWaitMs, eventWaitMs }: Pick<RouterOptions, "interactionWaitMs" | "eventWaitMs">,
): number {
  if (kind !== "interaction") return eventWaitMs;
  const leftMs = interactionWaitMs - (clock.now() - receivedAt);
  return Math.max(leftMs, Math.min(LEAST_WAIT_MS, interactionWaitMs));
}
