/**
 * @module What crosses the wall between a guest and its host, as JSON. The guest is hostile: the host parses each
 * frame with the schema before it acts on it. The SDK runtime speaks the guest's side inside the script's context.
 */
import { z } from "zod";
import { Manifest, type ScriptErrorShape } from "@flora/model";

/** Host to guest. `d` names a dispatch. */
export type HostFrame =
  /** Before any script: what the SDK must know synchronously. `secrets` maps names to placeholders. */
  | {
    t: "init";
    guildId: string;
    secrets: Record<string, string>;
    /** What the guild's people have set, whether or not it fits this script. */
    settings: Record<string, unknown>;
    state: Record<string, unknown>;
    /** Base64 of 32 random bytes: a context has no randomness of its own. */
    entropy: string;
    /** Most pending timers. */
    timers: number;
    /** Most bytes of all states together, as JSON. */
    stateBytes: number;
    /** How far the guild's clock is ahead of the machine's; absent where it is not. Milliseconds. */
    aheadMs?: number;
  }
  /** `redelivered` where it may have run before. */
  | {
    t: "dispatch";
    d: string;
    event: string;
    msg: unknown;
    raw: unknown;
    redelivered?: boolean;
    aheadMs?: number;
  }
  /** The dispatch has been ended from outside: its signal aborts, its later ops fail with DISPATCH_ENDED. */
  | { t: "end"; d: string; reason: string }
  | { t: "reply"; id: number; ok: unknown }
  | { t: "reply"; id: number; error: ScriptErrorShape }
  /** A timer that the guest asked for is due. */
  | { t: "wake" }
  | { t: "secrets"; secrets: Record<string, string> }
  | { t: "settings"; settings: Record<string, unknown> }
  | { t: "freeze" };

/** Guest to host. */
export const GuestFrame = z.discriminatedUnion("t", [
  /** The script's top level has ended. */
  z.object({ t: z.literal("loaded"), manifest: Manifest }),
  z.object({ t: z.literal("load-failed"), message: z.string(), stack: z.string() }),
  /** A call of an op; `id` 0 wants no reply. `d` is absent outside any dispatch (top level). */
  z.object({
    t: z.literal("op"),
    id: z.number().int().nonnegative(),
    d: z.string().optional(),
    name: z.string().max(64),
    args: z.unknown(),
  }),
  z.object({ t: z.literal("done"), d: z.string() }),
  z.object({ t: z.literal("threw"), d: z.string(), message: z.string(), stack: z.string() }),
  /** Nobody handled it; belongs to `d` where that is known. */
  z.object({ t: z.literal("unhandled"), d: z.string().optional(), message: z.string(), stack: z.string() }),
  z.object({ t: z.literal("frozen"), state: z.record(z.string(), z.unknown()) }),
]);
export type GuestFrame = z.infer<typeof GuestFrame>;

/**
 * Where a guest's words go. The host empties it after each turn; what it finds there it has to judge.
 */
export interface GuestOutlet {
  /** GuestFrames as JSON, with a comma after each. */
  frames: string;
  /** When the next timer is due, in Unix milliseconds; Infinity without timers. */
  wakeAt: number;
}

/**
 * What the SDK script leaves as `globalThis.__flora` when it has been evaluated in a fresh context. The runner binds
 * it to a name the guest cannot guess and deletes the property before any guest code runs. Strings and numbers only
 * cross.
 *
 * One turn is: `turn(frame)`, then the microtask queue, then the outlet is emptied. Everything the turn leads to, ops
 * included, counts to the dispatch that the frame belongs to.
 */
export interface GuestRuntime {
  /** Called once, before anything else. */
  connect(outlet: GuestOutlet): void;
  /** Takes one HostFrame as JSON. */
  turn(frame: string): void;
  /** Receives the promise that the bundle's async wrapper returned; ends in a `loaded` or `load-failed` frame. */
  track(loading: unknown): void;
}
