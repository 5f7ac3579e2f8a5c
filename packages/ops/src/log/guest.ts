import type { z } from "zod";
import type { GuestCaller } from "../contract.ts";
import type { LogOps } from "./schema.ts";

/** One way, unlike every other op: nothing tells a script that a line was left out. */
export interface LogGuest {
  write(line: z.input<LogOps["write"]["args"]>): void;
}

export function logGuest(caller: GuestCaller): LogGuest {
  return { write: (line) => caller.tell("log.write", line) };
}
