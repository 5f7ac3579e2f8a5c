import { type Child, type ChildSpec, startChild } from "./child.ts";

const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 10_000;
/** A process that was ready for this long is not in a crash loop: starting one at this pace costs little. */
const GOOD_STRETCH_MS = 10_000;

export interface KeeperEvents {
  /** The process is up; again after each restart. */
  onReady(): void;
  onEnded(how: string, backoffMs: number): void;
}

/** Keeps one process running: restarts it with back-off until it is told to stop. */
export class Keeper {
  #child: Child | undefined;
  #ready: Record<string, unknown> | undefined;
  #stopping = Promise.withResolvers<void>();
  #stopped = false;
  #loop: Promise<void> | undefined;

  /** `goodStretchMs`: a process that was ready for longer than this did not fail at its start. */
  constructor(
    private readonly spec: ChildSpec,
    private readonly events: KeeperEvents,
    private readonly goodStretchMs: number = GOOD_STRETCH_MS,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What the process said when it was ready last; undefined while there is none. */
  get ready(): Record<string, unknown> | undefined {
    return this.#ready;
  }

  /** Resolves with what the process says when ready; rejects when its first start fails. */
  async start(): Promise<Record<string, unknown>> {
    this.#child = startChild(this.spec);
    this.#ready = await this.#child.ready;
    this.events.onReady();
    this.#loop = this.#keep();
    return this.#ready;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping.resolve();
    await this.#child?.stop();
    await this.#loop;
  }

  async #keep(): Promise<void> {
    let backoffMs = 0;
    let readyAt: number | undefined = performance.now();
    for (;;) {
      const { code, signal } = await this.#child!.ended;
      this.#ready = undefined;
      if (this.#stopped) return;
      backoffMs = this.#isGood(readyAt, code)
        ? FIRST_BACKOFF_MS
        : Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
      this.events.onEnded(signal ?? `code ${code}`, backoffMs);
      await this.#pause(backoffMs);
      if (this.#stopped) return;
      readyAt = undefined;
      const child = this.#child = startChild(this.spec);
      await child.ready.then((ready) => {
        this.#ready = ready;
        readyAt = performance.now();
        this.events.onReady();
      }, () => child.stop());
    }
  }

  /** One that stopped of its own accord, because it was drained or its gateway had gone, has not failed. */
  #isGood(readyAt: number | undefined, code: number): boolean {
    return readyAt !== undefined && (code === 0 || performance.now() - readyAt > this.goodStretchMs);
  }

  async #pause(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      new Promise<void>((resolve) => timer = setTimeout(resolve, ms)),
      this.#stopping.promise,
    ]);
    clearTimeout(timer);
  }
}
