import { setImmediate } from "node:timers";
import type { GuestFrame } from "@flora/protocol";
import type { Packet } from "../channel.ts";
import { Kind, type RunnerControl } from "../runner-frames.ts";
import { ReadBudget } from "./read-budget.ts";
import { GuestProtocolError, parseFrames, readFrame } from "./read-frames.ts";

/** Frames of one guest handled at a stretch before others on the worker's thread get their turn ... */
const STRETCH_FRAMES = 4;
/** ... and for how long, where they are costly ones. Milliseconds. */
const STRETCH_MS = 0.25;
/** Once no frame of the guest has come for this long, others have had their turn. Milliseconds. */
const STRETCH_END_MS = 0.2;

export interface InboxHandlers {
  frame(frame: GuestFrame): void;
  control(control: RunnerControl): void;
  /** Resolves when the guest may go on asking; undefined when it may now. */
  room(): Promise<void> | undefined;
  /** Milliseconds for which the guest is held back because it called too often. */
  holdMs(): number;
}

const decoder = new TextDecoder();

/** Takes a guest's packets no faster than the worker can afford; a returned promise means: read nothing more before. */
export class Inbox {
  /** The guest is held back just now, so its silence says nothing. */
  paused = false;
  readonly #budget = new ReadBudget();
  #ended = false;
  /** Frames handled since others had their turn, and when the last one was. */
  #stretch = 0;
  #lastAt = 0;

  constructor(private readonly handlers: InboxHandlers) {}

  /** The guest has ended: what it still said is not acted on. */
  end(): void {
    this.#ended = true;
  }

  /** Throws GuestProtocolError, or rejects with it. */
  receive({ kind, payload }: Packet): void | Promise<void> {
    const now = performance.now();
    if (now - this.#lastAt > STRETCH_END_MS) this.#stretch = 0;
    let frames: unknown[] = [];
    const waitMs = this.#budget.spend(() => frames = this.#read(kind, payload), now);
    if (waitMs === 0 && this.#stretch + frames.length < STRETCH_FRAMES) {
      const pause = this.#some(frames, this.#budget.at);
      this.#lastAt = this.#budget.at;
      return pause;
    }
    return this.#slowly(frames, waitMs);
  }

  /** Handles control packets at once and hands back the frames of the others. */
  #read(kind: number, payload: Uint8Array): unknown[] {
    const text = decoder.decode(payload);
    if (kind === Kind.frames) return parseFrames(text);
    if (kind !== Kind.control) throw new GuestProtocolError(`Cannot read packet: kind ${kind} is unknown`);
    this.handlers.control(JSON.parse(text));
    return [];
  }

  /** A promise where the guest has to wait then. */
  #some(frames: unknown[], now: number): void | Promise<void> {
    const waitMs = this.#budget.spend(() => {
      for (const frame of frames) this.handlers.frame(readFrame(frame));
    }, now);
    this.#stretch += Math.max(1, frames.length);
    return this.#held(waitMs);
  }

  /** Handles frames one stretch after the other. */
  async #slowly(frames: unknown[], waitMs: number): Promise<void> {
    await this.#pause(waitMs, undefined);
    for (let at = 0; at < frames.length && !this.#ended;) {
      const spentMs = this.#budget.spend(() => at = this.#stretchFrom(frames, at));
      await (this.#held(spentMs) ?? this.#pause(0, undefined));
    }
  }

  /** Handles one stretch and returns where the next one begins. */
  #stretchFrom(frames: unknown[], from: number): number {
    const end = performance.now() + STRETCH_MS;
    let at = from;
    do this.handlers.frame(readFrame(frames[at++])); while (
      at < frames.length && at < from + STRETCH_FRAMES && performance.now() < end
    );
    return at;
  }

  /** A promise where the guest has to wait, for any reason. */
  #held(waitMs: number): Promise<void> | undefined {
    const ms = Math.max(waitMs, this.handlers.holdMs());
    const room = this.handlers.room();
    return ms > 0 || room ? this.#pause(ms, room) : undefined;
  }

  async #pause(ms: number, room: Promise<void> | undefined): Promise<void> {
    this.paused = true;
    await room;
    await new Promise<void>((resolve) => ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve));
    this.#stretch = 0;
    this.paused = false;
  }
}
