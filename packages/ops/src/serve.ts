/** @module The host's end of the wall: judges each call in one fixed order and turns every failure into a code. */
import { ScriptError, type ScriptErrorShape } from "@flora/model";
import { StaleLeaseError } from "@flora/storage";
import type { z } from "zod";
import type { OpContext, OpReply, OpRequest } from "./contract.ts";
import { guardArguments } from "./guard.ts";
import type { ServedOp, ServedOps } from "./registry.ts";

/** A failure that is flora's own; scripts see INTERNAL and nothing of it. */
export interface OpProblem {
  guildId: string;
  op: string;
  error: unknown;
}

export interface ServerOptions {
  /** For the operator's log. */
  report(problem: OpProblem): void;
}

/** Never rejects. */
export type Serve = (context: OpContext, request: OpRequest) => Promise<OpReply>;

/** Order: generation, dispatch, op, arguments, authorisation, quota, handler, result, code. */
export function createServer(ops: ServedOps, options: ServerOptions): Serve {
  return async (context, request) => {
    try {
      return { ok: await run(ops, context, request) };
    } catch (error) {
      if (error instanceof ScriptError) return { error: scrubbed(error.toShape(), context) };
      if (error instanceof StaleLeaseError) {
        const message = `Cannot run ${shown(request.name)}: the guild has moved to another worker`;
        return { error: { code: "DISPATCH_ENDED", message } };
      }
      options.report({ guildId: context.guildId, op: request.name, error });
      return { error: { code: "INTERNAL", message: `Cannot run ${shown(request.name)}: flora failed` } };
    }
  };
}

async function run(ops: ServedOps, context: OpContext, request: OpRequest): Promise<unknown> {
  if (request.generation !== context.generation) {
    throw new ScriptError(
      "DISPATCH_ENDED",
      `Cannot run ${shown(request.name)}: the script has been replaced`,
    );
  }
  const op = ops.get(request.name);
  const { dispatchId } = request;
  if (dispatchId !== undefined && !op?.afterEnd && !context.dispatchRuns(dispatchId)) {
    throw new ScriptError("DISPATCH_ENDED", `Cannot run ${shown(request.name)}: its dispatch has ended`);
  }
  if (!op) throw new ScriptError("INVALID_ARGUMENT", `Cannot run ${shown(request.name)}: no such op`);
  guardArguments(request.args);
  const args = parseArguments(op, request) as never;
  op.authorise?.(context, args);
  const release = context.quota.enter(request.name);
  try {
    const event = dispatchId === undefined ? undefined : context.dispatchEvent(dispatchId);
    const result = await op.handle(context, args, {
      ...(dispatchId === undefined ? {} : { dispatchId }),
      ...(event === undefined ? {} : { event }),
    });
    return op.schema.result.parse(result);
  } finally {
    release();
  }
}

function parseArguments(op: ServedOp, request: OpRequest): unknown {
  const parsed = op.schema.args.safeParse(request.args);
  if (parsed.success) return parsed.data;
  const { path, message } = deepestIssue(parsed.error.issues, []);
  const place = path.join(".");
  throw new ScriptError(
    "INVALID_ARGUMENT",
    `Cannot run ${request.name}: ${complaint(place, message)}`,
    { path: place },
  );
}

/** flora's own messages go on after the place ("must …"); those of zod are sentences, which follow a colon. */
function complaint(place: string, message: string): string {
  if (!/^[A-Z]/.test(message)) return place ? `${place} ${message}` : message;
  const text = message.replace(/^Invalid input: /, "").replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return place ? `${place}: ${text}` : text;
}

/** Where no member of a union matched: the problem of the member that got furthest into the value. */
function deepestIssue(issues: readonly z.core.$ZodIssue[], base: PropertyKey[]): {
  path: PropertyKey[];
  message: string;
} {
  const first = issues[0]!;
  const path = [...base, ...first.path];
  if (first.code !== "invalid_union" || first.errors.length === 0) return { path, message: first.message };
  return first.errors.filter((errors) => errors.length > 0).map((errors) => deepestIssue(errors, path))
    .reduce((best, one) => one.path.length > best.path.length ? one : best, { path, message: first.message });
}

/** Op names come from the guest; a message shows at most a short, printable part of one. */
function shown(name: string): string {
  return /^[\w.]{1,64}$/.test(name) ? name : "op";
}

function scrubbed(shape: ScriptErrorShape, context: OpContext): ScriptErrorShape {
  return { ...shape, message: context.secrets.scrub(shape.message) };
}
