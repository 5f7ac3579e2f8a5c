import type { DispatchEvent } from "@flora/model";
import { clock } from "@flora/model/clock";
import { newEventId } from "./discord/normalize.ts";

type Given = Pick<DispatchEvent, "guildId" | "kind" | "event" | "msg">;
type Optional = Partial<Pick<DispatchEvent, "receivedAt" | "redelivered">>;

/** An event that flora makes itself: Discord sent no payload, so scripts find in `ctx.raw` what is in `ctx.msg`. */
export function ownEvent(
  { receivedAt = clock.now(), redelivered = false, ...given }: Given & Optional,
): DispatchEvent {
  return { id: newEventId(), ...given, raw: given.msg, receivedAt, redelivered };
}
