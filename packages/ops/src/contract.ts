/** @module What an op is: a name, a schema that is the single truth, a host half and a guest half. */
import type { z } from "zod";
import type { Generation, GuildId, Limits, LogLine, ScriptErrorShape, WebhookAnswer } from "@flora/model";
import type { DiscordPort } from "@flora/discord";
import type { GuildReads } from "@flora/discord/guild-reads/contract";
import type { Storage } from "@flora/storage";

/** One op's input and output; the host judges both directions with it, the guest imports only its types. */
export interface OpSchema {
  args: z.ZodType;
  result: z.ZodType;
}

export type OpSchemas = Record<string, OpSchema>;

/** Everything a host half may touch, already bound to one guild by its slot. Built by the worker. */
export interface OpContext {
  readonly guildId: GuildId;
  /** The generation of the slot now; calls of an older one are refused. */
  readonly generation: Generation;
  readonly limits: Limits;
  readonly storage: Storage;
  readonly discord: DiscordPort;
  readonly guildReads: GuildReads;
  readonly secrets: SecretVault;
  readonly interactions: InteractionHandles;
  readonly files: IsolateFiles;
  readonly quota: QuotaGate;
  /** The only way out to the internet. */
  readonly http: HttpEgress;
  /** Appends to the guild's log, already rate limited by the log op. */
  log(line: LogLine): void;
  /** The isolate is not put to sleep before this time. Unix milliseconds. */
  keepAwake(until: number): void;
  /** Keeps what a dispatch answers to whoever waits for its end; the last answer holds. */
  answer(dispatchId: string, answer: WebhookAnswer): void;
  /** Whether this dispatch may still call ops. */
  dispatchRuns(dispatchId: string): boolean;
  /** Public event name of a dispatch, for log lines. */
  dispatchEvent(dispatchId: string): string | undefined;
  /** Unix milliseconds. */
  now(): number;
}

/** True secret values of one guild; they never leave the host except inside an outgoing request. */
export interface SecretVault {
  /** Names to placeholders, as the guest sees them. */
  placeholders(): Record<string, string>;
  /** Text with each placeholder replaced; SECRET_HOST_FORBIDDEN where one may not go to `host`. */
  reveal(text: string, host: string): string;
  /** Text with every true value replaced by `***`. */
  scrub(text: string): string;
  /** The same for bytes that come in parts, whatever text they are. */
  scrubber(): ByteScrubber;
}

/** Keeps back as much as a value that is not whole yet may take up. */
export interface ByteScrubber {
  push(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** What a script's opaque interaction handle stands for. */
export interface InteractionGrant {
  interactionId: string;
  applicationId: string;
  token: string;
  type: number;
  /** Unix milliseconds after which Discord refuses the token. */
  expiresAt: number;
  acknowledged: boolean;
}

export interface InteractionHandles {
  /** INVALID_ARGUMENT for a handle that is unknown, expired or another guild's: not told apart. */
  resolve(handle: string): InteractionGrant;
}

/** Files of one isolate that wait for the call that names them. */
export interface IsolateFiles {
  /** Ids for files of these sizes. Throws INVALID_ARGUMENT for what is too large, LIMIT_EXCEEDED while others take the room. */
  begin(files: { name: string; bytes: number }[], dispatchId: string | undefined): Promise<string[]>;
  /** The next part of a file; throws INVALID_ARGUMENT, LIMIT_EXCEEDED. */
  put(part: { id: string; at: number; dataBase64: string }): Promise<void>;
  /** Throws INVALID_ARGUMENT for the first id that is not this isolate's; `pathOf` names its place. */
  check(ids: readonly string[], pathOf: (index: number) => string): void;
  /** Forgets files; ids of others are passed over. */
  drop(ids: Iterable<string>): void;
  /** Forgets the files of a dispatch that was ended by its deadline. */
  dropOf(dispatchId: string): void;
  dropAll(): void;
}

/** Ops in flight and per second, log lines per second. */
export interface QuotaGate {
  /** Throws LIMIT_EXCEEDED, or answers the release to call when the op has ended. */
  enter(op: string): () => void;
  /** Takes further calls off the rate for work that one call turned out to be; later calls wait for it. */
  charge(calls: number): void;
  /** Whether a call writes a log line that comes too fast, which is counted then: asked before anything is done for it. */
  leavesOutLine(op: string): boolean;
  /** Null where a log line comes too fast; else how many were left out since the last one that was let through. */
  logLine(): number | null;
}

/** A request as the script made it: placeholders in it, not secrets. */
export interface EgressRequest {
  /** Names the request to `read` and `cancel`; unique among those that have not ended. */
  id: string;
  url: string;
  method: string;
  headers: [string, string][];
  body?: Uint8Array;
  redirect: "follow" | "manual" | "error";
}

/** Some of a body, decompressed and with true secret values scrubbed out of it. */
export interface EgressPart {
  body: Uint8Array;
  /** Whether the body goes on. */
  more: boolean;
}

/** The head of an answer, scrubbed as well, and what came of the body along with it. */
export interface EgressResponse extends EgressPart {
  status: number;
  statusText: string;
  /** The address of the last hop. */
  url: string;
  redirected: boolean;
  headers: [string, string][];
}

/**
 * One guild's outgoing HTTP. Throws HTTP_FORBIDDEN, HTTP_FAILED, HTTP_TIMEOUT, HTTP_TOO_LARGE, SECRET_HOST_FORBIDDEN,
 * LIMIT_EXCEEDED. The limits of size and time count from the request to the end of the body.
 */
export interface HttpEgress {
  fetch(request: EgressRequest, secrets: SecretVault): Promise<EgressResponse>;
  /** The next part of the body; waits for the first bytes, or with `whole` until a part is full. */
  read(id: string, whole: boolean): Promise<EgressPart>;
  /** Ends a request that waits, or a body that is not read to its end. */
  cancel(id: string): void;
}

export interface OpRequest {
  generation: Generation;
  dispatchId?: string;
  name: string;
  args: unknown;
}

/** Never a rejection: what a call came to. */
export type OpReply = { ok: unknown } | { error: ScriptErrorShape };

/** What a host half gets besides its parsed arguments. */
export interface OpCallInfo {
  dispatchId?: string;
  event?: string;
}

/** Demands one handler per schema entry. */
export type HostHalf<S extends OpSchemas> = {
  [K in keyof S]: (
    context: OpContext,
    args: z.output<S[K]["args"]>,
    call: OpCallInfo,
  ) => Promise<z.input<S[K]["result"]>> | z.input<S[K]["result"]>;
};

/** The guest's side of the wall: sends a call, settles with the host's answer. Throws errors with `code`. */
export interface GuestCaller {
  call(name: string, args: unknown): Promise<unknown>;
  /** One way; never answered. */
  tell(name: string, args: unknown): void;
}

/** One function per op of the schema. */
export type GuestHalf<S extends OpSchemas> = {
  [K in keyof S]: (args: z.input<S[K]["args"]>) => Promise<z.output<S[K]["result"]>>;
};
