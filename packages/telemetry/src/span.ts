/** @module What a dispatch passes through, one span inside the other over all processes, and its id in every log line. */
import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace as tracing,
} from "@opentelemetry/api";

/** Where the work of the moment belongs. */
export interface Place {
  dispatchId?: string;
  /** W3C `traceparent` of the span it happens in; absent where nothing is traced. */
  trace?: string;
}

export interface SpanOptions extends Place {
  attributes?: Attributes;
}

const places = new AsyncLocalStorage<Place>();

/** For frames to other processes and for log lines. */
export function here(): Place {
  return places.getStore() ?? {};
}

/** Runs `body` as work that belongs there. */
export function at<T>(place: Place, body: () => T): T {
  return places.run(place, body);
}

/**
 * Runs `body` in a span of its own: inside the one that `trace` names, else inside the one around it. Spans go where
 * OpenTelemetry's variables say (`OTEL_DENO=true`), and cost next to nothing without. Rejects as `body` does.
 */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  body: (note: (attributes: Attributes) => void) => Promise<T>,
): Promise<T> {
  const around = here();
  const parent = options.trace ?? around.trace;
  const dispatchId = options.dispatchId ?? around.dispatchId;
  const attributes = { ...options.attributes, ...(dispatchId ? { "flora.dispatch": dispatchId } : {}) };
  const span = tracing.getTracer("flora").startSpan(name, { attributes }, contextOf(parent));
  const inside = span.isRecording() ? traceparent(span) : parent;
  const place = { ...(dispatchId ? { dispatchId } : {}), ...(inside ? { trace: inside } : {}) };
  try {
    return await places.run(place, () => body((noted) => void span.setAttributes(noted)));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "unknown" });
    throw error;
  } finally {
    span.end();
  }
}

function traceparent(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

function contextOf(parent: string | undefined) {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(parent ?? "") ??
    [];
  if (!traceId || !spanId) return ROOT_CONTEXT;
  return tracing.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: parseInt(flags!, 16),
    isRemote: true,
  });
}
