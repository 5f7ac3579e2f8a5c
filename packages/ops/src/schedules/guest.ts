import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { ScheduleOps } from "./schema.ts";

export function schedulesGuest(caller: GuestCaller): GuestHalf<ScheduleOps> {
  return guestHalf<ScheduleOps>(caller, "schedules", { put: true, cancel: true, list: true });
}
