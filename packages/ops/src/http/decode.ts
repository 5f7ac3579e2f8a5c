/** @module Response bodies: decompressed, and never larger than allowed at any stage. */
import { pipeline, Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { ScriptError } from "@flora/model";

const CODINGS_MAX = 2;
const known = new Set(["gzip", "x-gzip", "br", "deflate"]);

/** Content codings in the order they were applied; undefined where one is unknown and the body stays as it came. */
export function contentCodings(header: string | undefined): string[] | undefined {
  const codings = (header ?? "").toLowerCase().split(",").map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (!codings.every((coding) => known.has(coding))) return undefined;
  if (codings.length > CODINGS_MAX) {
    throw new ScriptError("HTTP_FAILED", `Cannot read response: ${codings.length} content codings`);
  }
  return codings;
}

/** The body without its codings; HTTP_TOO_LARGE as soon as any stage passes `limitBytes`. */
export function decodedBody(
  source: AsyncIterable<Uint8Array>,
  codings: readonly string[],
  limitBytes: number,
): AsyncIterable<Uint8Array> {
  let stage = capped(source, limitBytes);
  for (const coding of codings.toReversed()) stage = capped(decoded(stage, coding), limitBytes);
  return stage;
}

async function* capped(source: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) {
      throw new ScriptError("HTTP_TOO_LARGE", `Cannot read response: more than ${limitBytes} bytes`);
    }
    yield chunk;
  }
}

/** An empty body has nothing to decode, whatever its header says. */
async function* decoded(source: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const decoder = decoderFor(coding, first.value[0]!);
  const input = Readable.from(rest(first.value, iterator), { objectMode: false });
  // Failures surface where the decoder is read.
  pipeline(input, decoder, () => {});
  try {
    for await (const chunk of decoder) yield chunk as Uint8Array;
  } finally {
    decoder.destroy();
    input.destroy();
  }
}

async function* rest(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

/** Some servers send `deflate` without its zlib header; the first byte tells. */
function decoderFor(coding: string, firstByte: number) {
  if (coding === "br") return createBrotliDecompress();
  if (coding !== "deflate") return createGunzip();
  return (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw();
}
