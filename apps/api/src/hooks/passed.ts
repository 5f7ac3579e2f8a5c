/** @module What of a request a guild's script gets to see. */

const MAX_HEADERS = 64;
const MAX_BYTES = 16 * 1024;
/** What a browser or proxy adds for flora, not for the script; a cookie may be somebody's login here. */
const WITHHELD = /^(cookie|host|connection|forwarded|x-forwarded-.*|x-real-ip|__proto__)$/;
/** A login to flora that was sent along by mistake. */
const FLORA_TOKEN = /\bflora_/;

/** By name in lower case; undefined where they are too many or too large. */
export function passedHeaders(headers: Headers): Record<string, string> | undefined {
  return bounded(
    [...headers].filter(([name, value]) =>
      !WITHHELD.test(name) && !(name === "authorization" && FLORA_TOKEN.test(value))
    ),
  );
}

/** The last of several values of one name; undefined where they are too many or too large. */
export function passedQuery(url: string): Record<string, string> | undefined {
  return bounded([...new URL(url).searchParams].filter(([name]) => name !== "__proto__"));
}

function bounded(entries: [string, string][]): Record<string, string> | undefined {
  const bytes = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (entries.length > MAX_HEADERS || bytes > MAX_BYTES) return undefined;
  return Object.fromEntries(entries);
}
