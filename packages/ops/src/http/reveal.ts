/** @module Secrets take the place of their placeholders here, for one hop to one host, and nowhere else. */
import { Buffer } from "node:buffer";
import type { SecretVault } from "../contract.ts";
import { PLACEHOLDER_PREFIX } from "../secrets/vault.ts";
import { type Headers, headerValue } from "./headers.ts";

const PLACEHOLDER = /flora_secret_[0-9a-f]{32}/g;

/** What of a hop may hold secrets. */
export interface Outgoing {
  /** Path and query. */
  path: string;
  headers: Headers;
  body: Uint8Array | undefined;
}

/** The hop with true values, and whether there were any; SECRET_HOST_FORBIDDEN where one may not go to `url`'s host. */
export function revealSecrets(
  url: URL,
  headers: Headers,
  body: Uint8Array | undefined,
  secrets: SecretVault,
): Outgoing & { revealed: boolean } {
  let revealed = false;
  const reveal = (text: string, spell: (value: string) => string) =>
    text.replace(PLACEHOLDER, (placeholder) => {
      const value = secrets.reveal(placeholder, url.hostname);
      if (value === placeholder) return placeholder;
      revealed = true;
      return spell(value);
    });
  const type = headerValue(headers, "content-type")?.toLowerCase() ?? "";
  const outgoing: Outgoing = {
    path: reveal(`${url.pathname}${url.search}`, inUrl),
    headers: headers.map(([name, value]) => [name, inHeader(name, value, reveal)]),
    body: body && inBody(body, (text) => reveal(text, bodySpelling(type))),
  };
  return { ...outgoing, revealed };
}

/** As a path segment or query value; the colon stays, since tokens in paths are often `id:key`. */
function inUrl(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll("%3A", ":");
}

/** Basic credentials hide placeholders in base64. */
function inHeader(
  name: string,
  value: string,
  reveal: (text: string, spell: (value: string) => string) => string,
): string {
  const latin1 = (text: string) => Buffer.from(text).toString("latin1");
  const basic = name.toLowerCase() === "authorization" ? /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(value) : null;
  if (!basic) return reveal(value, latin1);
  const credentials = Buffer.from(basic[1]!, "base64").toString("latin1");
  if (!credentials.includes(PLACEHOLDER_PREFIX)) return value;
  return `Basic ${Buffer.from(reveal(credentials, latin1), "latin1").toString("base64")}`;
}

/** Placeholders are ASCII, so they are found in any body without knowing its text encoding. */
function inBody(body: Uint8Array, reveal: (text: string) => string): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!bytes.includes(PLACEHOLDER_PREFIX)) return body;
  return Buffer.from(reveal(bytes.toString("latin1")), "latin1");
}

/** A value must not break out of the text around it. Answers UTF-8, one character per byte. */
function bodySpelling(type: string): (value: string) => string {
  const latin1 = (text: string) => Buffer.from(text).toString("latin1");
  if (type.includes("json")) return (value) => latin1(JSON.stringify(value).slice(1, -1));
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return (value) => encodeURIComponent(value.toWellFormed());
  }
  return latin1;
}
