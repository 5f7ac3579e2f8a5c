/** @module The runner's end of the channel. */

/** How packets leave the runner. */
export interface Port {
  /** Blocks while the host does not read, which is the back-pressure. */
  send(kind: number, payload: string | Uint8Array): void;
  /** Ends the runner. */
  leave(): void;
}
