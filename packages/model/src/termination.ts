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

/** could not start · lost while running · failed during teardown; each has its own policy. */
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
