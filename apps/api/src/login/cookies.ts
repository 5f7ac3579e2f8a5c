import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

/** Where the API is reached decides what a cookie may be called: browsers hold `__Host-` ones to https and to this host. */
const nameOf = (name: string, publicUrl: string) => isSecure(publicUrl) ? `__Host-${name}` : name;
const isSecure = (publicUrl: string) => publicUrl.startsWith("https:");

/** Read by no script, sent with no request that another site makes, but for following a link here. */
export function writeCookie(
  c: Context,
  publicUrl: string,
  { name, value, lifetimeMs }: { name: string; value: string; lifetimeMs: number },
): void {
  setCookie(c, nameOf(name, publicUrl), value, {
    httpOnly: true,
    sameSite: "Lax",
    secure: isSecure(publicUrl),
    path: "/",
    maxAge: lifetimeMs / 1000,
  });
}

export function readCookie(c: Context, publicUrl: string, name: string): string | undefined {
  return getCookie(c, nameOf(name, publicUrl));
}

export function dropCookie(c: Context, publicUrl: string, name: string): void {
  deleteCookie(c, nameOf(name, publicUrl), { path: "/", secure: isSecure(publicUrl) });
}
