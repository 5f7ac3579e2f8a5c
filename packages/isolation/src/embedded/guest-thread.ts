import { type Packet, toBytes } from "../channel.ts";
import type { Carrier, CarrierExit, Measure } from "../host/carrier.ts";
import { GivingWay } from "../host/giving-way.ts";
import { ProcFiles } from "../host/proc-files.ts";
import { GIVEN_UP, packetCost } from "../runner-frames.ts";
import type { ThreadId } from "./thread-ids.ts";

/** How often a terminated thread is looked for. */
const LOOK_MS = 5;

/** One guest on a thread of this process: packets as messages. */
export class GuestThread implements Carrier {
  onPacket: Carrier["onPacket"] = () => {};
  readonly stopsCode = false;
  packetLimitBytes = Infinity;
  readonly exited: Promise<CarrierExit>;
  readonly #worker: Worker;
  readonly #unhandled = new Int32Array(new SharedArrayBuffer(4));
  readonly #exit = Promise.withResolvers<CarrierExit>();
  readonly #inbox: Packet[] = [];
  #handling = false;
  #over = false;
  #proc: ProcFiles | undefined;
  #thread: ThreadId | undefined;
  readonly #givingWay = new GivingWay(() => this.#thread && !this.#over ? [this.#thread.id] : []);

  /** Needs `--unstable-worker-options`: without it Deno ends the whole process here. */
  constructor(runner: string) {
    const options = { type: "module", deno: { permissions: "none" } };
    this.exited = this.#exit.promise;
    this.#worker = new Worker(runner, options as WorkerOptions);
    this.#worker.onmessage = ({ data }: MessageEvent<Packet>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end({ reason: "crashed", detail: `guest thread failed: ${event.message}` });
    };
    this.#worker.postMessage(this.#unhandled.buffer);
  }

  /** Tells which thread of the process it is, where the system shows them. */
  set thread(thread: ThreadId | undefined) {
    this.#thread = thread;
    if (thread) this.#proc = new ProcFiles(thread.folder);
  }

  send(kind: number, payload: string | Uint8Array): void {
    if (this.#over) return;
    const bytes = toBytes(payload).slice();
    this.#worker.postMessage({ kind, payload: bytes }, [bytes.buffer]);
  }

  get givesWay(): boolean {
    return this.#givingWay.on;
  }

  set givesWay(on: boolean) {
    this.#givingWay.on = on;
  }

  kill(): void {
    this.#end({ reason: "crashed", detail: "guest thread was terminated" });
  }

  /** Memory is the process's, so no thread can be held to a share of it. */
  measure(): Measure {
    return { cpuMs: this.#proc?.measure().cpuMs ?? 0, residentBytes: 0, ownBytes: 0 };
  }

  #take(packet: Packet): void {
    if (this.#over) return;
    this.#inbox.push(packet);
    if (!this.#handling) void this.#handle();
  }

  /** One packet at a time; the thread waits once too many are on their way. */
  async #handle(): Promise<void> {
    this.#handling = true;
    try {
      for (let packet = this.#inbox.shift(); packet && !this.#over; packet = this.#inbox.shift()) {
        const { byteLength } = packet.payload;
        if (byteLength > this.packetLimitBytes) {
          throw new RangeError(`Cannot take packet: ${byteLength} bytes`);
        }
        const handled = this.onPacket(packet);
        if (handled) await Promise.race([handled, this.exited]);
        if (this.#over) return;
        Atomics.sub(this.#unhandled, 0, packetCost(byteLength));
        Atomics.notify(this.#unhandled, 0);
      }
    } catch (error) {
      this.#end({ reason: "crashed", detail: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#handling = false;
    }
  }

  #end(exit: CarrierExit): void {
    if (this.#over) return;
    this.#over = true;
    this.measure();
    this.#worker.terminate();
    // Wakes a thread that waits for the host; it may have swallowed the termination together with a turn's timeout.
    Atomics.store(this.#unhandled, 0, GIVEN_UP);
    Atomics.notify(this.#unhandled, 0);
    this.#confirm(exit);
  }

  /** The promise of the end waits until the thread has really gone: terminating stops no running code. */
  #confirm(exit: CarrierExit): void {
    if (this.#thread?.alive()) {
      setTimeout(() => this.#confirm(exit), LOOK_MS);
      return;
    }
    this.#proc?.close();
    this.#exit.resolve(exit);
  }
}
