import type { Field } from "./field.ts";
import { Random } from "./random.ts";

/** People who write numbers, one message after the other, each in the guild that the seed names for it. */
export class Writer {
  /** Numbers per guild, in the order they were written. */
  readonly sent: number[][];
  /** The last number. */
  seq = 0;
  #stopped = false;
  readonly #random: Random;
  readonly #writing: Promise<void>;

  constructor(private readonly field: Field, { seed, everyMs }: { seed: number; everyMs: number }) {
    // Another stream than that of the plan, which has a pace of its own.
    this.#random = new Random(~seed);
    this.sent = field.guilds.map(() => []);
    this.#writing = this.#write(everyMs);
    // What it fails at is told when it is stopped.
    this.#writing.catch(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
  }

  async #write(everyMs: number): Promise<void> {
    while (!this.#stopped) {
      const index = this.#random.below(this.field.guilds.length);
      const guild = this.field.guilds[index]!;
      this.sent[index]!.push(++this.seq);
      await this.field.discord.say(guild.channelId, guild.userId, String(this.seq));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
