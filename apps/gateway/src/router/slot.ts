import type { DispatchEvent, Generation } from "@flora/model";
import type { Outcome, WorkerLink } from "../pool/worker-link.ts";

/** One event on its way to a guild's script. */
export interface Delivery {
  event: DispatchEvent;
  /** About how much memory it takes. */
  bytes: number;
  /** Whether it is counted in `HeldEvents`. */
  held?: boolean;
  /** Grows with every event: the order of arrival. */
  seq: number;
  /** How often it was handed to a worker. */
  sent: number;
  settle(outcome: Outcome): void;
  /** Runs while it waits for a worker. */
  timer?: ReturnType<typeof setTimeout>;
}

/** Where one guild is, and what is on its way there. */
export class RouteSlot {
  owner: WorkerLink | undefined;
  /** Generation under which the owner got the guild. */
  lease: Generation = 0;
  /** Settles when the guild that had no owner has one, or cannot have one now. */
  placing: Promise<void> | undefined;
  /** Sent and not yet answered, in the order of arrival. */
  readonly unanswered = new Set<Delivery>();
  /** Not yet sent, in the order of arrival. */
  readonly waiting: Delivery[] = [];
  /** Memory of both together. */
  heldBytes = 0;
  /** While above 0 nothing is sent. */
  holds = 0;
  /** While above 0 the guild does not change its worker. */
  pins = 0;
  /** The worker it is on its way to, which loads its script before the lease moves. */
  coming: WorkerLink | undefined;
  /** Set while it is on its way to another worker; settles when that has ended. */
  moving: Promise<void> | undefined;
  /** Moves that have failed, one after the other. */
  failedMoves = 0;
  /** Unix milliseconds until which it does not change its worker either. */
  staysUntil = 0;

  /** Puts a delivery that did not start back where it was in the order of arrival. */
  putBack(delivery: Delivery): void {
    const index = this.waiting.findIndex(({ seq }) => seq > delivery.seq);
    this.waiting.splice(index < 0 ? this.waiting.length : index, 0, delivery);
  }

  get idle(): boolean {
    return this.unanswered.size === 0 && this.waiting.length === 0 && this.holds === 0 && this.pins === 0;
  }
}
