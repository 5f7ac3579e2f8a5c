import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { InteractionOps } from "./schema.ts";

export function interactionsGuest(caller: GuestCaller): GuestHalf<InteractionOps> {
  return guestHalf<InteractionOps>(caller, "interactions", {
    respond: true,
    getOriginal: true,
    editOriginal: true,
    deleteOriginal: true,
    followUp: true,
    editFollowUp: true,
    deleteFollowUp: true,
  });
}
