/** @module Why dispatches do not start. */
import type { Limits, TerminationReason, WhyReason } from "@flora/model";
import { describeEnd } from "./errors.ts";

/** `reason` is for the operator, `why` for the guild's people. */
export interface Dropped {
  status: "dropped";
  reason: string;
  why: WhyReason;
}

export const dropped = (why: WhyReason, reason: string): Dropped => ({ status: "dropped", reason, why });

export const drops = {
  full: dropped("queue-full", "the guild's queue is full"),
  throttled: dropped("cpu-share", "the guild's script uses more CPU time than its share"),
  quarantined: dropped("quarantined", "the guild's script is paused because it failed too often"),
  nothingDeployed: dropped("no-script", "nothing is deployed"),
  paused: dropped("paused", "the script is paused"),
  notStarted: dropped("flora-failed", "flora failed to start the script"),
  expired: dropped("waited-too-long", "the interaction has expired"),
};

/** Ends that are not the script's own doing. */
const whyOfEnd: Partial<Record<string, WhyReason>> = {
  undeployed: "no-script",
  paused: "paused",
  "guild-left": "no-script",
  shutdown: "stopping",
  superseded: "superseded",
  evacuated: "superseded",
} satisfies Partial<Record<TerminationReason, WhyReason>>;

/** Why events are refused that come to a guild after it was stopped here. */
export function afterEnd(reason: TerminationReason, limits: Limits): Dropped {
  return dropped(whyOfEnd[reason] ?? "superseded", describeEnd({ reason }, limits));
}

/** For a dispatch whose isolate ended while it ran; `reason` as the isolate gives it. */
export function whyLost(reason: string): WhyReason {
  return whyOfEnd[reason] ?? "script-ended";
}
