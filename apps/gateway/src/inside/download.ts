/** @module Files that people attached, from where Discord keeps them and from nowhere else. */
import { Buffer } from "node:buffer";
import { ControlError } from "@flora/model";

/** A project's own files (1 MiB) and its packages (8 MiB), in one archive. */
export const MOST_BYTES = 9 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
const DISCORD_HOSTS = new Set(["cdn.discordapp.com", "media.discordapp.net"]);

/** Whether Discord serves files there; an emulator does so itself. */
export function isDiscordFile(url: string, apiUrl: string, emulated: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password, origin } = new URL(url);
  if (username !== "" || password !== "") return false;
  if (emulated) return origin === new URL(apiUrl).origin;
  return protocol === "https:" && port === "" && DISCORD_HOSTS.has(hostname);
}

/** The file as base64. Throws ControlError INVALID_REQUEST, TOO_LARGE or UNAVAILABLE in words for who attached it. */
export async function download(
  url: string,
  mostBytes = MOST_BYTES,
  fetching: typeof fetch = fetch,
): Promise<string> {
  let response: Response;
  try {
    response = await fetching(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw unavailable("it does not answer");
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw unavailable(`it answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw tooLarge(mostBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ControlError) throw error;
    throw unavailable("it stopped in the middle");
  }
  return Buffer.concat(chunks).toString("base64");
}

export function tooLarge(mostBytes = MOST_BYTES): ControlError {
  return new ControlError(
    "TOO_LARGE",
    `Cannot take the file: it is larger than ${mostBytes / 1024 / 1024} MiB`,
  );
}

function unavailable(why: string): ControlError {
  return new ControlError("UNAVAILABLE", `Cannot fetch the file from Discord: ${why}`);
}
