import { Buffer } from "node:buffer";
import type { LogLine } from "@flora/model";
import type { HostHalf, OpCallInfo, OpContext } from "../contract.ts";
import type { LogOps } from "./schema.ts";

/** A guest may send far more than is kept; no more of it than this is searched for secrets. */
const SCRUBBED_PER_BYTE_KEPT = 16;

export const logHost: HostHalf<LogOps> = {
  write(context, { level, message }, call) {
    const left = context.quota.logLine();
    if (left === null) return null;
    if (left > 0) {
      const text = `${left} log lines were left out: at most ${context.limits.logLinesPerSecond} per second`;
      context.log({ ...place(context, call), level: "warn", source: "flora", message: text });
    }
    const limit = context.limits.logLineBytes;
    const head = message.slice(0, limit * SCRUBBED_PER_BYTE_KEPT).toWellFormed();
    const text = cut(context.secrets.scrub(head), limit, Buffer.byteLength(message));
    context.log({ ...place(context, call), level, source: "script", message: text });
    return null;
  },
};

function place(context: OpContext, call: OpCallInfo): Pick<LogLine, "at" | "dispatchId" | "event"> {
  const { dispatchId, event } = call;
  return {
    at: context.now(),
    ...(dispatchId === undefined ? {} : { dispatchId }),
    ...(event === undefined ? {} : { event }),
  };
}

/** At most `limit` bytes of UTF-8 and a note of how many were sent; never half a character. */
function cut(text: string, limit: number, sent: number): string {
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= limit) return text;
  let end = limit;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return `${bytes.toString("utf8", 0, end)}… (cut: ${sent} bytes, at most ${limit})`;
}
