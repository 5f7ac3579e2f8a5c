/** @module Bodies of requests, bounded in size and in time: who sends slowly must not hold anything for long. */
import { ControlError } from "@flora/model";
import { beyondBounds } from "@flora/protocol";
import { Gather } from "./gather.ts";

/** How long senders may take over a body, in milliseconds. */
export interface BodyTimeouts {
  /** Small ones: JSON and forms. */
  small: number;
  /** One value of a store. */
  value: number;
  /** A project. */
  upload: number;
  /** A whole store. */
  import: number;
}

export const defaultBodyTimeouts: BodyTimeouts = {
  small: 10_000,
  value: 60_000,
  upload: 120_000,
  import: 600_000,
};

export interface BodyBounds {
  limitBytes: number;
  /** For the whole body. */
  timeoutMs: number;
}

/** The body's bytes as they come; throws TOO_LARGE with the figure, REQUEST_TIMEOUT, or INVALID_REQUEST where it breaks off. */
export async function* readChunks(
  request: Request,
  { limitBytes, timeoutMs }: BodyBounds,
): AsyncGenerator<Uint8Array> {
  const tooLarge = () =>
    new ControlError("TOO_LARGE", `Cannot read body: more than ${limitBytes} bytes`, { field: "body" });
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge();
  if (!request.body) return;
  const reader = request.body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new ControlError(
      "REQUEST_TIMEOUT",
      `Cannot read body: it took longer than ${timeoutMs} ms`,
      {
        field: "body",
      },
    );
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  late.catch(() => undefined);
  let size = 0;
  try {
    for (;;) {
      const chunk = await Promise.race([reader.read().catch(brokenOff), late]);
      if (chunk.done) return;
      size += chunk.value.byteLength;
      if (size > limitBytes) throw tooLarge();
      yield chunk.value;
    }
  } finally {
    clearTimeout(timer);
    void reader.cancel().catch(() => undefined);
  }
}

function brokenOff(): never {
  throw new ControlError("INVALID_REQUEST", "Cannot read body: it broke off", { field: "body" });
}

/** The whole body; throws as `readChunks` does. */
export async function readBytes(request: Request, bounds: BodyBounds): Promise<Uint8Array<ArrayBuffer>> {
  const gather = new Gather();
  for await (const chunk of readChunks(request, bounds)) gather.add(chunk);
  return gather.take();
}

/** UTF-8 JSON that schemas can walk safely; throws INVALID_REQUEST that says what is wrong with it. */
export function parseJson(bytes: Uint8Array): unknown {
  const refuse = (why: string) =>
    new ControlError("INVALID_REQUEST", `Cannot read body: ${why}`, { field: "body" });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("it is not valid UTF-8");
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  const beyond = beyondBounds(json);
  if (beyond !== undefined) throw refuse(beyond);
  return json;
}
