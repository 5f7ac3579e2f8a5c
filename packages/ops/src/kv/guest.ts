import { guestHalf } from "../call.ts";
import type { GuestCaller, GuestHalf } from "../contract.ts";
import type { KvOps } from "./schema.ts";

export function kvGuest(caller: GuestCaller): GuestHalf<KvOps> {
  return guestHalf<KvOps>(caller, "kv", {
    get: true,
    getMany: true,
    claim: true,
    set: true,
    setMany: true,
    deleteMany: true,
    updateMetadata: true,
    delete: true,
    increment: true,
    list: true,
    items: true,
    count: true,
    clear: true,
    top: true,
    rank: true,
    usage: true,
  });
}
