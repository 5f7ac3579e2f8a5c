import { beyondBounds, GuestFrame } from "@flora/protocol";

/** The guest broke the protocol; it is ended. */
export class GuestProtocolError extends Error {
  override readonly name = "GuestProtocolError";
}

/** Most characters of an op's name. */
const MAX_NAME = 64;

/** Takes JSON of an array of frames, each still to be judged; throws GuestProtocolError. */
export function parseFrames(text: string): unknown[] {
  let frames: unknown;
  try {
    frames = JSON.parse(text);
  } catch (cause) {
    throw new GuestProtocolError("Cannot read guest frames: not JSON", { cause });
  }
  if (!Array.isArray(frames)) throw new GuestProtocolError("Cannot read guest frames: not an array");
  return frames;
}

/**
 * Judges one frame. The two of the hot path are checked by hand, to the same rules as the schema, all others by the
 * schema. Throws GuestProtocolError.
 */
export function readFrame(frame: unknown): GuestFrame {
  if (isHotFrame(frame)) return frame;
  if (isLoaded(frame)) {
    const problem = beyondBounds(frame);
    if (problem) throw new GuestProtocolError(`Cannot read what a script registers: ${problem}`);
  }
  const parsed = GuestFrame.safeParse(frame);
  if (parsed.success) return parsed.data;
  throw new GuestProtocolError(`Cannot read guest frame: ${parsed.error.issues[0]!.message}`);
}

/** Its manifest is kept and handed on, so it must be of a size and shape that anyone can walk. */
function isLoaded(frame: unknown): boolean {
  return (frame as { t?: unknown } | null)?.t === "loaded";
}

function isHotFrame(value: unknown): value is GuestFrame {
  if (typeof value !== "object" || value === null) return false;
  const frame = value as Record<string, unknown>;
  if (frame.t === "done") return typeof frame.d === "string";
  return frame.t === "op" && frame.args !== undefined && typeof frame.name === "string" &&
    frame.name.length <= MAX_NAME &&
    (frame.d === undefined || typeof frame.d === "string") &&
    typeof frame.id === "number" && Number.isSafeInteger(frame.id) && frame.id >= 0;
}
