import type { Context } from "hono";
import { ControlError } from "@flora/model";

/**
 * A browser sends its cookie with requests that other sites make too: a change is only taken from a page of our own.
 * Stricter than the framework's middleware, which looks at bodies that forms can send alone. Throws FORBIDDEN.
 */
export function requireSameOrigin(c: Context, publicUrl: string): void {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const own = site === undefined ? origin === new URL(publicUrl).origin : site === "same-origin";
  if (!own) {
    throw new ControlError("FORBIDDEN", "Cannot change anything: the request comes from another site");
  }
}
