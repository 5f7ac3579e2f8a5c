import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { CryptoOps } from "./schema.ts";

export function cryptoGuest(caller: GuestCaller): GuestHalf<CryptoOps> {
  return guestHalf<CryptoOps>(caller, "crypto", { digest: true, hmac: true });
}
