import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { EchoOps } from "./schema.ts";

export function echoGuest(caller: GuestCaller): GuestHalf<EchoOps> {
  return guestHalf<EchoOps>(caller, "echo", { say: true });
}
