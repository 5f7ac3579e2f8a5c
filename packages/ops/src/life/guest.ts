import type { z } from "zod";
import type { GuestCaller } from "../contract.ts";
import type { LifeOps } from "./schema.ts";

/** One way: whoever waits finds out by itself. */
export interface LifeGuest {
  keepAwake(args: z.input<LifeOps["keepAwake"]["args"]>): void;
}

export function lifeGuest(caller: GuestCaller): LifeGuest {
  return { keepAwake: (args) => caller.tell("life.keepAwake", args) };
}
