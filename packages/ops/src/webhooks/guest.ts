import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { WebhookOps } from "./schema.ts";

export function webhooksGuest(caller: GuestCaller): GuestHalf<WebhookOps> {
  return guestHalf<WebhookOps>(caller, "webhooks", { url: true, answer: true });
}
