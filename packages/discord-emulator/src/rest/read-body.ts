import { parseJson } from "../json.ts";
import { DiscordError } from "./errors.ts";
import type { Upload } from "./route.ts";

const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_REQUEST_BYTES = 25 * 1024 * 1024;

/** What a request carried. */
export interface ReadBody {
  body: unknown;
  files: Upload[];
}

/** Reads JSON, multipart (`payload_json` and `files[n]`) and form bodies; an empty one is undefined. */
export async function readBody(request: Request): Promise<ReadBody> {
  if (request.method === "GET" || request.method === "HEAD") return { body: undefined, files: [] };
  const type = request.headers.get("content-type") ?? "";
  if (Number(request.headers.get("content-length") ?? 0) > MAX_REQUEST_BYTES) {
    throw new DiscordError("requestTooLarge");
  }
  if (type.startsWith("multipart/form-data")) return await readMultipart(request);
  const text = await request.text();
  if (text.length > MAX_REQUEST_BYTES) throw new DiscordError("requestTooLarge");
  if (!text) return { body: undefined, files: [] };
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { body: Object.fromEntries(new URLSearchParams(text)), files: [] };
  }
  return { body: json(text), files: [] };
}

async function readMultipart(request: Request): Promise<ReadBody> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw new DiscordError("invalidJson");
  }
  const files: Upload[] = [];
  const fields: Record<string, unknown> = {};
  let body: unknown;
  for (const [name, value] of form) {
    if (typeof value === "string") {
      if (name === "payload_json") body = json(value);
      else fields[name] = value;
      continue;
    }
    if (value.size > MAX_FILE_BYTES) throw new DiscordError("requestTooLarge");
    files.push({
      index: /^files\[(\d+)\]$/.exec(name)?.[1] ?? String(files.length),
      filename: value.name || "file",
      contentType: value.type || null,
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  if (files.reduce((sum, file) => sum + file.bytes.length, 0) > MAX_REQUEST_BYTES) {
    throw new DiscordError("requestTooLarge");
  }
  return { body: body ?? fields, files };
}

function json(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new DiscordError("invalidJson");
  }
}
