import { createMiddleware } from "hono/factory";
import { ControlError } from "@flora/model";
import type { ApiEnv } from "../context.ts";
import { Rate } from "../limits/rate.ts";
import { addressKey } from "../limits/strangers.ts";

/** Enough for several command lines that wait behind one address. */
const PER_MINUTE = 120;

/** How often whoever is nobody yet may try to become somebody, by address: a login asks Discord each time. */
export function knockLimit() {
  const rate = new Rate(PER_MINUTE);
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { waitMs } = rate.take(addressKey(c.get("address")));
    if (waitMs > 0) {
      throw new ControlError("RATE_LIMITED", `Cannot log in: more than ${PER_MINUTE} attempts per minute`, {
        retryAfterMs: waitMs,
      });
    }
    await next();
  });
}
