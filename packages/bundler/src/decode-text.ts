import { BundleError, fileProblem } from "./problem.ts";

/** Offset of the first byte that is not part of valid UTF-8, or -1. */
function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** Length of the valid sequence that starts at `at`, or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  for (let next = at + 1; next < at + length; next++) {
    if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[at + 1]!;
  const overlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90);
  const surrogate = lead === 0xed && second > 0x9f;
  const tooHigh = lead === 0xf4 && second > 0x8f;
  return overlong || surrogate || tooHigh ? 0 : length;
}

/** Strict UTF-8, a leading byte order mark dropped; throws `ENCODING_INVALID` with file and byte offset. */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const why = `byte ${firstInvalidByte(bytes)} is not valid UTF-8`;
    const problem = fileProblem(path, why);
    throw new BundleError("ENCODING_INVALID", `Cannot read ${JSON.stringify(path)}: ${why}`, [problem]);
  }
}
