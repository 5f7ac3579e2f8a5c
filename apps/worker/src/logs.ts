import type { GuildId, LogLine } from "@flora/model";
import { insist, type LogStorage } from "@flora/storage";

export interface GuildLogsOptions {
  storage: LogStorage;
  /** Lines kept per guild. */
  keep: number;
  /** Told when lines could not be stored; they are lost. */
  onError(error: unknown): void;
  flushMs?: number;
  flushLines?: number;
  /** A store that does not take lines is asked for this long. */
  retryMs?: number;
}

/** Lines of one guild that may wait while storage is slow. */
const WAITING_LINES = 2_000;

interface Buffer {
  lines: LogLine[];
  left: number;
}

/** Gathers the guilds' log lines and appends them in batches: one transaction per guild and batch. */
export class GuildLogs {
  #buffers = new Map<GuildId, Buffer>();
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  constructor(private readonly options: GuildLogsOptions) {}

  append(guildId: GuildId, line: LogLine): void {
    let buffer = this.#buffers.get(guildId);
    if (!buffer) this.#buffers.set(guildId, buffer = { lines: [], left: 0 });
    if (buffer.lines.length >= WAITING_LINES) {
      buffer.left++;
      return;
    }
    buffer.lines.push(line);
    this.#count++;
    const { flushMs = 100, flushLines = 100 } = this.options;
    if (this.#count >= flushLines) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), flushMs);
  }

  /** Resolves when every line appended so far is stored or given up; never rejects. */
  flush(): Promise<void> {
    return this.#queued ??= this.#flushing = this.#flushing.then(() => this.#write());
  }

  async #write(): Promise<void> {
    this.#queued = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { retryMs = 5_000 } = this.options;
    const buffers = this.#buffers;
    this.#buffers = new Map();
    this.#count = 0;
    for (const [guildId, { lines, left }] of buffers) {
      if (left > 0) lines.push(leftOut(left, lines.at(-1)!.at));
      try {
        await insist(() => this.options.storage.append(guildId, lines, this.options.keep), {
          forMs: retryMs,
        });
      } catch (error) {
        this.options.onError(error);
      }
    }
  }
}

function leftOut(count: number, at: number): LogLine {
  const message = `${count} log lines were dropped: they came faster than they could be stored`;
  return { at, level: "warn", source: "flora", message };
}
