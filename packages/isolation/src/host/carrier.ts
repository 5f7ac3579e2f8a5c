import type { Packet } from "../channel.ts";

/** How a guest's process or thread ended, when nobody asked for it. */
export interface CarrierExit {
  reason: "crashed" | "memory-limit";
  detail: string;
}

export interface Measure {
  cpuMs: number;
  residentBytes: number;
  /** Of that, what is shared with nobody; 0 where it is not known. */
  ownBytes: number;
}

/** What carries one guest, already started: a process or a thread. */
export interface Carrier {
  /** Takes each packet, in order; the next one is not read before the returned promise resolves. */
  onPacket: (packet: Packet) => void | Promise<void>;
  /** Whether `kill` stops code that runs, too. */
  readonly stopsCode: boolean;
  /** Most bytes of one packet from the guest. */
  packetLimitBytes: number;
  /** Never throws; after the end it does nothing. */
  send(kind: number, payload: string | Uint8Array): void;
  /** Whether it gives way where there are too few processors; stays as it was where the system does not allow a change. */
  givesWay: boolean;
  /** Ends it for certain. */
  kill(): void;
  /** Resolves when nothing of it runs any more. */
  readonly exited: Promise<CarrierExit>;
  /** Now, or at the last look before its end. */
  measure(): Measure;
}
