import { encodePacket, type Packet, PacketReader } from "../channel.ts";
import type { Carrier, CarrierExit, Measure } from "../host/carrier.ts";
import { GivingWay, threadsOf } from "../host/giving-way.ts";
import { ProcFiles } from "../host/proc-files.ts";
import { StderrTail } from "./stderr-tail.ts";

/** Before a guild adopts the process, it sends the SDK's code cache and little else. */
const BOOT_PACKET_BYTES = 16 * 1024 * 1024;
/** A guest that does not read its input is killed when this much waits for it. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const READ_BYTES = 64 * 1024;
/** After its end, what a guest had written is read for this long. */
const LAST_WORDS_MS = 500;

/** One guest process: packets over its stdin and stdout. */
export class GuestProcess implements Carrier {
  onPacket: Carrier["onPacket"] = () => {};
  readonly stopsCode = true;
  readonly exited: Promise<CarrierExit>;
  readonly #child: Deno.ChildProcess;
  readonly #proc: ProcFiles;
  readonly #stderr: StderrTail;
  readonly #givingWay: GivingWay;
  readonly #packets = new PacketReader(BOOT_PACKET_BYTES);
  readonly #stdout: ReadableStreamBYOBReader;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #writing = false;
  #over = false;
  #problem: string | undefined;

  constructor(command: Deno.Command) {
    this.#child = command.spawn();
    this.#proc = new ProcFiles(`/proc/${this.#child.pid}`);
    this.#givingWay = new GivingWay(() => this.#over ? [] : threadsOf(this.pid));
    this.#stderr = new StderrTail(this.#child.stderr);
    this.#writer = this.#child.stdin.getWriter();
    this.#stdout = this.#child.stdout.getReader({ mode: "byob" });
    this.exited = this.#exit(this.#read());
  }

  get pid(): number {
    return this.#child.pid;
  }

  set packetLimitBytes(bytes: number) {
    this.#packets.limitBytes = bytes;
  }

  send(kind: number, payload: string | Uint8Array): void {
    if (this.#over) return;
    const packet = encodePacket(kind, payload);
    this.#waiting.push(packet);
    this.#waitingBytes += packet.byteLength;
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#fail(`guest leaves ${this.#waitingBytes} bytes unread`);
    else if (!this.#writing) void this.#write();
  }

  get givesWay(): boolean {
    return this.#givingWay.on;
  }

  set givesWay(on: boolean) {
    this.#givingWay.on = on;
  }

  kill(): void {
    if (this.#over) return;
    this.#proc.measure();
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // Gone already; `exited` tells.
    }
  }

  measure(): Measure {
    return this.#proc.measure();
  }

  /** Writes what waits, all of it at once, until nothing does. */
  async #write(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#waiting.length > 0) {
        const packets = this.#waiting;
        this.#waiting = [];
        const bytes = packets.length === 1 ? packets[0]! : joined(packets);
        await this.#writer.write(bytes);
        this.#waitingBytes -= bytes.byteLength;
      }
    } catch {
      // The pipe is broken because the process has ended; `exited` tells.
    } finally {
      this.#writing = false;
    }
  }

  async #read(): Promise<void> {
    // One buffer for all reads: a fresh one each time is most of the garbage of a dispatch.
    let buffer = new Uint8Array(READ_BYTES);
    try {
      for (;;) {
        const { value, done } = await this.#stdout.read(buffer);
        if (done) return;
        this.#packets.push(value);
        buffer = new Uint8Array(value.buffer);
        await this.#handle();
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  async #handle(): Promise<void> {
    for (let packet = this.#next(); packet; packet = this.#next()) {
      const handled = this.onPacket(packet);
      if (handled) await Promise.race([handled, this.#child.status]);
    }
  }

  #next(): Packet | undefined {
    return this.#over ? undefined : this.#packets.next();
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
    this.kill();
  }

  /** Takes the last words; something that the guest started could hold the pipes open for ever. */
  async #drained(read: Promise<void>): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    // What lies in the pipes already is read before they are given up, also where this process was late itself.
    let timer = setTimeout(() => timer = setTimeout(resolve), LAST_WORDS_MS);
    await Promise.race([Promise.all([read, this.#stderr.ended]), late]);
    clearTimeout(timer);
    await Promise.allSettled([this.#stdout.cancel(), this.#stderr.cancel()]);
  }

  async #exit(read: Promise<void>): Promise<CarrierExit> {
    const status = await this.#child.status;
    this.#proc.measure();
    await this.#drained(read);
    this.#over = true;
    this.#proc.close();
    await this.#writer.abort().catch(() => {});
    if (this.#problem !== undefined) return { reason: "crashed", detail: this.#problem };
    const outOfMemory = /out of memory|heap limit/i.test(this.#stderr.text);
    const how = status.signal ? `signal ${status.signal}` : `code ${status.code}`;
    return {
      reason: outOfMemory ? "memory-limit" : "crashed",
      detail: `guest process ended with ${how}: ${this.#stderr.text.trim()}`,
    };
  }
}

function joined(packets: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(packets.reduce((bytes, packet) => bytes + packet.byteLength, 0));
  let at = 0;
  for (const packet of packets) {
    whole.set(packet, at);
    at += packet.byteLength;
  }
  return whole;
}
