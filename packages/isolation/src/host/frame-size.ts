import { Buffer } from "node:buffer";

/** Most bytes of UTF-8 that one unit of a text takes. */
const UNIT_BYTES = 3;

/** How many bytes a frame takes where that is more than it may; most are so short that nothing needs to be counted. */
export function oversize(frame: string, limitBytes: number): number | undefined {
  if (frame.length * UNIT_BYTES <= limitBytes) return undefined;
  const bytes = Buffer.byteLength(frame);
  return bytes > limitBytes ? bytes : undefined;
}
