import { ControlError, type GuildId } from "@flora/model";
import { type KvImported, KvLine } from "@flora/protocol/api";
import type { ApiParts } from "../context.ts";
import { Gather } from "../gather.ts";
import { type BodyBounds, parseJson, readChunks } from "../read-body.ts";
import { write } from "./write.ts";

const NEWLINE = 0x0a;
/** What of a line is no value: key, metadata and expiration, each byte as an escape of six. */
const LINE_SLACK_BYTES = 16 * 1024;

/**
 * Sets keys from JSON lines as they come, one after the other. The first line that is wrong ends it, and is named; what was
 * set before it stays, and importing the same lines again does no harm. `done` is counted up meanwhile.
 */
export async function importLines(
  { storage: { kv }, limits, bodyTimeouts, now }: Pick<
    ApiParts,
    "storage" | "limits" | "bodyTimeouts" | "now"
  >,
  place: { guildId: GuildId; store: string; existing: "overwrite" | "skip" },
  request: Request,
  done: KvImported,
): Promise<void> {
  const bounds: BodyBounds = { limitBytes: 6 * limits.kvQuotaBytes, timeoutMs: bodyTimeouts.import };
  let number = 0;
  for await (
    const bytes of linesOf(readChunks(request, bounds), 6 * limits.kvValueBytes + LINE_SLACK_BYTES)
  ) {
    number++;
    if (bytes.byteLength === 0) continue;
    try {
      const line = read(bytes);
      if (line.expiration !== undefined && line.expiration * 1000 <= now()) {
        done.expired++;
        continue;
      }
      const entry = place.existing === "skip" ? { ...line, ifVersion: 0 } : line;
      if (await write(kv, limits, place, entry) === null) done.skipped++;
      else done.imported++;
    } catch (error) {
      throw error instanceof ControlError ? named(error, number, done) : error;
    }
  }
}

function read(bytes: Uint8Array): KvLine {
  const parsed = KvLine.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join(".");
  throw new ControlError(
    "INVALID_REQUEST",
    `Cannot read line: ${field ? `${field}: ` : ""}${issue.message}`,
    {
      field,
    },
  );
}

function named(
  { code, message, details }: ControlError,
  number: number,
  { imported }: KvImported,
): ControlError {
  const why = message.slice(message.indexOf(": ") + 2);
  const field = ["lines", number - 1, details.field].filter((part) => part !== "" && part !== "body").join(
    ".",
  );
  return new ControlError(
    code,
    `Cannot import line ${number}: ${why}; ${imported} lines before it are imported`,
    { field },
  );
}

/** Without their newlines; throws TOO_LARGE for one that is longer than any may be. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Uint8Array> {
  const held = new Gather();
  const hold = (part: Uint8Array) => {
    if (held.size + part.byteLength <= mostBytes) return held.add(part);
    throw new ControlError("TOO_LARGE", `Cannot read body: a line has more than ${mostBytes} bytes`, {
      field: "body",
    });
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      hold(chunk.subarray(start, end));
      yield held.take();
      start = end + 1;
    }
    hold(chunk.subarray(start));
  }
  if (held.size > 0) yield held.take();
}
