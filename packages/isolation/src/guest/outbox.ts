import { Kind, type RunnerControl } from "../runner-frames.ts";
import type { Port } from "./port.ts";

/** Small frames go in packets of at most this: the host reads each in one go, for which its other guests wait. */
const PACKET_BYTES = 128 * 1024;
/** What a list has around one frame. */
const AROUND_BYTES = 2;
const encoder = new TextEncoder();

/** Sends what a turn flushed; frames over the limit are refused to the guest instead of being sent. */
export class Outbox {
  frameBytes = Infinity;

  constructor(private readonly port: Port) {}

  /** Takes frames as JSON, a comma after each, and returns `reply` frames for the ops that are too large to be sent. */
  send(said: string): string[] {
    // A UTF-16 unit takes at most three bytes, so most flushes need no counting.
    const mostBytes = (said.length + 1) * 3;
    if (mostBytes > Math.min(this.frameBytes, PACKET_BYTES)) {
      const frames = JSON.parse(`[${said.slice(0, -1)}]`);
      if (mostBytes > this.frameBytes || frames.length > 1) return this.#sendEach(frames);
    }
    this.port.sendList(Kind.frames, said);
    return [];
  }

  /** As few packets as the limits allow: each costs the host a turn of its own. */
  #sendEach(frames: { t: string; id?: number }[]): string[] {
    const refusals: string[] = [];
    let batch = "";
    let batchBytes = 0;
    const sendBatch = () => {
      if (batch !== "") this.port.send(Kind.frames, `[${batch}]`);
      batch = "";
      batchBytes = 0;
    };
    for (const frame of frames) {
      const text = JSON.stringify(frame);
      const bytes = encoder.encode(text).byteLength + AROUND_BYTES;
      if (bytes > this.frameBytes) {
        if (frame.t === "op") refusals.push(this.#refusal(frame.id ?? 0, bytes));
        else this.#control({ t: "oversized", bytes });
        continue;
      }
      if (batchBytes + bytes > Math.min(this.frameBytes, PACKET_BYTES)) sendBatch();
      batch += batch === "" ? text : `,${text}`;
      batchBytes += bytes;
    }
    sendBatch();
    return refusals;
  }

  #refusal(id: number, bytes: number): string {
    const message = `Cannot send call: ${bytes} bytes, at most ${this.frameBytes}`;
    return JSON.stringify({ t: "reply", id, error: { code: "LIMIT_EXCEEDED", message } });
  }

  #control(control: RunnerControl): void {
    this.port.send(Kind.control, JSON.stringify(control));
  }
}
