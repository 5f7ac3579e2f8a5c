type Collector = (options: { type: "major"; flavor: "last-resort"; execution: "sync" }) => void;

/** Only where the process was started with it: a process that carries many guests has none. */
const { gc } = globalThis as { gc?: Collector };

/**
 * Collects everything, code included that has not run for long, and gives free pages back. V8 would do so by itself in
 * time, but a runner that waits for its host gives it none.
 */
export function tidy(): void {
  gc?.({ type: "major", flavor: "last-resort", execution: "sync" });
}
