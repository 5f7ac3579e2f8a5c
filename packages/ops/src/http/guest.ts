import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { HttpOps } from "./schema.ts";

export function httpGuest(caller: GuestCaller): GuestHalf<HttpOps> {
  return guestHalf<HttpOps>(caller, "http", { fetch: true, read: true, cancel: true });
}
