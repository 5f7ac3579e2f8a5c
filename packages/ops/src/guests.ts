/** @module Guest halves of every op; nothing else. Values from `call.ts` only, so that no schema reaches a bundle. */
import type { GuestCaller } from "./contract.ts";
import { cryptoGuest } from "./crypto/guest.ts";
import { discordGuest } from "./discord/guest.ts";
import { filesGuest } from "./files/guest.ts";
import { guildGuest } from "./guild/guest.ts";
import { httpGuest } from "./http/guest.ts";
import { interactionsGuest } from "./interactions/guest.ts";
import { kvGuest } from "./kv/guest.ts";
import { lifeGuest } from "./life/guest.ts";
import { logGuest } from "./log/guest.ts";
import { schedulesGuest } from "./schedules/guest.ts";
import { webhooksGuest } from "./webhooks/guest.ts";

export function guestHalves(caller: GuestCaller) {
  return {
    kv: kvGuest(caller),
    http: httpGuest(caller),
    crypto: cryptoGuest(caller),
    discord: discordGuest(caller),
    files: filesGuest(caller),
    guild: guildGuest(caller),
    interactions: interactionsGuest(caller),
    life: lifeGuest(caller),
    schedules: schedulesGuest(caller),
    webhooks: webhooksGuest(caller),
    log: logGuest(caller),
  };
}
