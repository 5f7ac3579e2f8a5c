import type { Discord } from "../support/discord.ts";
import type { TestGuild } from "../support/guilds.ts";
import { Random } from "./random.ts";

/** Where people write. */
interface Place {
  guilds: readonly TestGuild[];
  discord: Pick<Discord, "say">;
  onAnswer(tell: (seq: number) => void): void;
  isSaid(guild: TestGuild, seq: number): boolean;
}

/** People wait for answers, too: a machine that is too slow for them is given what it can do, not more and more. */
export const MOST_UNANSWERED = 500;

/** People who write numbers, one message after the other, each in the guild that the seed names for it. */
export class Writer {
  /** Numbers per guild, in the order they were written. */
  readonly sent: number[][];
  /** When each number was written, from 1 on. */
  readonly saidAt: number[] = [0];
  /** The last number. */
  seq = 0;
  /** Numbers that the bot has not answered yet. */
  readonly unanswered = new Set<number>();
  #stopped = false;
  readonly #random: Random;
  readonly #everyMs: number;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly place: Place, { seed, everyMs }: { seed: number; everyMs: number }) {
    // Another stream than that of the plan, which has a pace of its own.
    this.#random = new Random(~seed);
    this.#everyMs = everyMs;
    this.sent = place.guilds.map(() => []);
    place.onAnswer((seq) => this.unanswered.delete(seq));
  }

  start(): void {
    this.#writing = this.#write();
    // What it fails at is told when it is stopped.
    this.#writing.catch(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (!this.#stopped) {
      await this.#pause();
      if (this.unanswered.size >= MOST_UNANSWERED) continue;
      const index = this.#random.below(this.place.guilds.length);
      const guild = this.place.guilds[index]!;
      const seq = ++this.seq;
      this.sent[index]!.push(seq);
      this.saidAt.push(Date.now());
      this.unanswered.add(seq);
      await this.place.discord.say(guild.channelId, guild.userId, String(seq)).catch(() => {
        // Whether the message came about although the request failed, the channel tells.
        if (this.place.isSaid(guild, seq)) return;
        this.sent[index]!.pop();
        this.unanswered.delete(seq);
      });
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#everyMs));
  }
}
