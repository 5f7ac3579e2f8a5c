/** @module The isolation contract: one guest's life, whatever carries it. Names no transport, thread or process. */
import type {
  DispatchOutcome,
  FailureClass,
  Generation,
  GuildId,
  LifecycleState,
  Limits,
  Manifest,
  ScriptErrorShape,
  TerminationReason,
} from "@flora/model";

/** Files of the guest's own side, built once per start: the runner and the SDK script it evaluates. */
export interface GuestImage {
  /** Absolute path of the runner, one self-contained JavaScript file. */
  runnerPath: string;
  /** Absolute path of the SDK script, one classic script. */
  sdkPath: string;
}

export interface IsolateSpec {
  guildId: GuildId;
  generation: Generation;
  limits: Limits;
  /** Secret names to placeholders; never values. */
  secrets: Record<string, string>;
  /** `state` values of an earlier life. */
  state: Record<string, unknown>;
  /** Its script failed before: until this time it gives way to other guests for processors. Unix milliseconds. */
  givesWayUntil?: number;
}

/** One op call, carried without being read. */
export interface OpCall {
  guildId: GuildId;
  generation: Generation;
  /** Absent for calls from a script's top level. */
  dispatchId?: string;
  name: string;
  args: unknown;
}

export type OpReply = { ok: unknown } | { error: ScriptErrorShape };

/** What an isolate may ask of its owner. */
export interface IsolateHost {
  /** Never rejects. */
  op(call: OpCall): Promise<OpReply>;
  /** A rejection nobody handled, in bundle positions; the isolate lives on. */
  unhandled(problem: { dispatchId?: string; message: string; stack: string }): void;
}

export interface GuestDispatch {
  id: string;
  event: string;
  msg: unknown;
  raw: unknown;
  /** It may have run before. */
  redelivered?: boolean;
  /** Milliseconds from its start; 0 for none. */
  timeoutMs: number;
}

export type LoadResult =
  | { ok: true; manifest: Manifest }
  /** `stack` is raw, in bundle positions of the script named `guild.js`. */
  | { ok: false; message: string; stack: string };

export interface Usage {
  cpuMs: number;
  residentBytes: number;
  /** Of that, what its end would give back: not what it shares with others. 0 where nobody can tell. */
  ownBytes: number;
  dispatches: number;
}

export interface Ended {
  reason: TerminationReason;
  /** Absent when the end was asked for. */
  failure?: FailureClass;
  /** For the operator; never shown to other guilds. */
  detail?: string;
  usage: Usage;
}

export interface Isolate {
  readonly spec: IsolateSpec;
  readonly state: LifecycleState;
  /** Resolves once, however it ends; never rejects. */
  readonly ended: Promise<Ended>;
  /**
   * Evaluates the script once, with `state` in place of the values the isolate was created with where it is given. A
   * refusal leaves the isolate to be terminated by its owner.
   */
  load(code: string, state?: Record<string, unknown>): Promise<LoadResult>;
  /** Runs one dispatch; always settles, with `lost` when the isolate ends first. */
  dispatch(dispatch: GuestDispatch): Promise<DispatchOutcome>;
  /** Replaces the placeholders that `secrets.get` answers with. */
  setSecrets(secrets: Record<string, string>): void;
  /** Replaces what the guild's people have set; before the script is loaded, what it is loaded with. */
  setSettings(settings: Record<string, unknown>): void;
  /** Waits for running dispatches up to `timeoutMs`, takes no new ones, and hands out the `state` values. */
  freeze(timeoutMs: number): Promise<Record<string, unknown>>;
  /** Goes on after a freeze that led to nothing. */
  thaw(): void;
  /** Ends it for certain; resolves when nothing of it runs any more. */
  terminate(reason: TerminationReason): Promise<Ended>;
  usage(): Usage;
}

export interface IsolateFactory {
  /** A booted isolate with the SDK evaluated; rejects with IsolateStartError. */
  create(spec: IsolateSpec, host: IsolateHost): Promise<Isolate>;
  /** Boots spares for those that were taken, so that none boots during what the caller does next. Never rejects. */
  replenish(): Promise<void>;
  /** Memory that the spares take by themselves, in bytes: they serve no guild yet. 0 where nobody can tell. */
  spareBytes(): number;
  /** Ends every isolate and spare of this factory. */
  close(): Promise<void>;
}

/** The guest could not be started: failure class `start`. */
export class IsolateStartError extends Error {
  constructor(readonly reason: TerminationReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "IsolateStartError";
  }
}
