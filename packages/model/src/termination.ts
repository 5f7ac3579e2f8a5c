import { z } from "zod";

/** Why an isolate ended; a closed set. */
const terminationReasons = [
  "boot-timeout",
  "load-timeout",
  "dispatch-timeout",
  "cpu-limit",
  "memory-limit",
  "script-error",
  "crashed",
  "evacuated",
  "hibernated",
  "superseded",
  "undeployed",
  "paused",
  "guild-left",
  "shutdown",
] as const;
export type TerminationReason = (typeof terminationReasons)[number];

/** When an isolate failed: it could not start, it ended while running, or it could not be ended. */
export type FailureClass = "start" | "running" | "teardown";

export const LifecycleStateSchema = z.enum([
  "booting",
  "loading",
  "running",
  "draining",
  "stopped",
  "failed",
]);
export type LifecycleState = z.infer<typeof LifecycleStateSchema>;
