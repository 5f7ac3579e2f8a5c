import { ControlError } from "@flora/model";

/** The body's bytes, read no further than `limitBytes`; throws TOO_LARGE with the figure. */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new ControlError("TOO_LARGE", `Cannot read body: more than ${limitBytes} bytes`, { field: "body" });
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** UTF-8 JSON; throws INVALID_REQUEST that says what is wrong with it. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ControlError("INVALID_REQUEST", "Cannot read body: it is not valid UTF-8", { field: "body" });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlError("INVALID_REQUEST", `Cannot read body: ${(error as Error).message}`, {
      field: "body",
    });
  }
}
