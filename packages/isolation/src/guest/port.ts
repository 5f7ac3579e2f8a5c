/** @module The runner's end of the channel. */

/** How packets leave the runner. */
export interface Port {
  /** Blocks while the host does not read, which is the back-pressure. */
  send(kind: number, payload: string | Uint8Array): void;
  /** The same for a list of values as JSON, given with a comma after each. */
  sendList(kind: number, values: string): void;
  /** Ends the runner. */
  leave(): void;
}
