import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { FilesOps } from "./schema.ts";

export function filesGuest(caller: GuestCaller): GuestHalf<FilesOps> {
  return guestHalf<FilesOps>(caller, "files", { begin: true, put: true, drop: true });
}
