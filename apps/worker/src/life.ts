import type { Ended, GuestDispatch, Isolate } from "@flora/isolation";
import {
  type DispatchOutcome,
  type Generation,
  type Manifest,
  type OpRefusal,
  reasonOfRefusal,
  type Revision,
  type RevisionId,
  type ScriptErrorShape,
  type TerminationReason,
} from "@flora/model";
import { createIsolateFiles, type OpRequest } from "@flora/ops";
import { type ContextOwner, createContext } from "./capabilities.ts";
import { at, here } from "@flora/telemetry";
import { DispatchTable } from "./dispatch-table.ts";
import { reportUnhandled } from "./errors.ts";
import type { Guild } from "./guild.ts";

/** An isolate that has ended serves no generation: its late ops are refused. */
const NO_GENERATION = -1;
/** The reply to a log line that was left out: its caller waits for none. */
const NOTHING = { ok: null };

export interface LifeSpec {
  guild: Guild;
  generation: Generation;
  revision: Pick<Revision, "id" | "code">;
  /** `state` values of the life before. */
  state: Record<string, unknown>;
}

/** The script did not come to run: it could not be booted, threw at its top level, or overran its time. */
export class LoadError extends Error {
  /** `stack` is raw, in bundle positions. */
  constructor(readonly revisionId: RevisionId, message: string, readonly rawStack: string = "") {
    super(message);
    this.name = "LoadError";
  }
}

/** `awaitComponent` registers nothing ahead: a script whose code names it is given every component interaction. */
function withAwaited(manifest: Manifest, code: string): Manifest {
  const event = "componentInteraction";
  if (!code.includes("awaitComponent") || manifest.events.includes(event)) return manifest;
  return { ...manifest, events: [...manifest.events, event] };
}

/** Keeps a refused call with its dispatch, for `flora why`. */
function noteRefusal(
  dispatches: DispatchTable,
  { dispatchId, name }: OpRequest,
  error: ScriptErrorShape,
): void {
  if (dispatchId === undefined) return;
  const reason = reasonOfRefusal(error);
  if (reason !== undefined) dispatches.refuse(dispatchId, { reason, op: name, message: error.message });
}

/** One isolate of a guild from boot to end, with the revision it runs. */
export class Life {
  readonly revisionId: RevisionId;
  readonly generation: Generation;
  readonly dispatches: DispatchTable;
  readonly ended: Promise<Ended>;
  /** JSON of the `state` values it was given. */
  givenState: string;
  manifest: Manifest | undefined;
  /** Set when its owner asked for its end. */
  endAsked = false;
  #over = false;

  private constructor(
    readonly isolate: Isolate,
    spec: LifeSpec,
    private readonly owner: ContextOwner,
  ) {
    this.revisionId = owner.revisionId;
    this.dispatches = owner.dispatches;
    this.generation = spec.generation;
    this.givenState = JSON.stringify(spec.state);
    this.ended = isolate.ended.finally(() => {
      this.#over = true;
      owner.servedGeneration = NO_GENERATION;
      owner.files.dropAll();
    });
  }

  /** Boots an isolate for a revision; throws IsolateStartError. */
  static async create(spec: LifeSpec): Promise<Life> {
    const { guild, generation, revision, state } = spec;
    const { isolates, files, limits, metrics, serve } = guild.services;
    const owner: ContextOwner = {
      revisionId: revision.id,
      generation,
      dispatches: new DispatchTable(),
      files: createIsolateFiles(files, guild.id),
      servedGeneration: generation,
      awakeUntil: 0,
    };
    const context = createContext(guild, owner);
    const secrets = guild.vault.placeholders();
    const isolate = await isolates.create({
      guildId: guild.id,
      generation,
      limits,
      secrets,
      state,
      givesWayUntil: guild.givesWayUntil,
    }, {
      op: async (call) => {
        if (guild.quota.leavesOutLine(call.name)) {
          metrics.linesLeftOut.inc();
          return NOTHING;
        }
        const { dispatchId } = call;
        // An op frame carries no trace: it is looked up by the dispatch that the call is part of.
        const trace = dispatchId === undefined ? undefined : owner.dispatches.traceOf(dispatchId);
        const reply = await at({ dispatchId, trace }, () => serve(context, call));
        if ("error" in reply) {
          noteRefusal(owner.dispatches, call, reply.error);
          guild.refusedCalls.add(reply.error);
        }
        return reply;
      },
      unhandled: (problem) => void reportUnhandled(guild, owner, problem),
    });
    return new Life(isolate, spec, owner);
  }

  /** It asked not to be put to sleep before then. Unix milliseconds. */
  get awakeUntil(): number {
    return this.owner.awakeUntil;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Evaluates the script, which starts with this `state`; throws LoadError, after which it is to be terminated. */
  async load(code: string, state: Record<string, unknown>): Promise<void> {
    this.givenState = JSON.stringify(state);
    const result = await this.isolate.load(code, state);
    if (!result.ok) throw new LoadError(this.revisionId, result.message, result.stack);
    this.manifest = withAwaited(result.manifest, code);
  }

  /** Makes its state count as changed: what it was given is stored nowhere yet. */
  owesState(): void {
    this.givenState = "";
  }

  /** Whether its ops are served; a frozen one is mute until it goes on, and its uploads have come to nothing. */
  set mute(mute: boolean) {
    if (mute) this.owner.files.dropAll();
    this.owner.servedGeneration = mute ? NO_GENERATION : this.generation;
  }

  /** Runs one dispatch to its end; never rejects. */
  async run(dispatch: GuestDispatch): Promise<DispatchOutcome & { refused?: OpRefusal[] }> {
    this.dispatches.begin(dispatch.id, dispatch.event, here().trace);
    let late = false;
    try {
      const outcome = await this.isolate.dispatch(dispatch);
      late = outcome.status === "timed-out";
      const answer = this.dispatches.answerOf(dispatch.id);
      const refused = this.dispatches.refusalsOf(dispatch.id);
      const ended = outcome.status === "ok" && answer ? { ...outcome, answer } : outcome;
      return refused ? { ...ended, refused } : ended;
    } finally {
      this.dispatches.end(dispatch.id, late);
      if (late) this.owner.files.dropOf(dispatch.id);
    }
  }

  /** Resolves when nothing of it runs any more. */
  async terminate(reason: TerminationReason): Promise<Ended> {
    this.endAsked = true;
    await this.isolate.terminate(reason);
    return await this.ended;
  }

  /** The `state` values now, after waiting for running dispatches; null where it ended first. */
  async freeze(timeoutMs: number): Promise<Record<string, unknown> | null> {
    try {
      return await this.isolate.freeze(timeoutMs);
    } catch {
      return null;
    }
  }
}
