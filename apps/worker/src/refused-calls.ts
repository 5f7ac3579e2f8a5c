import type { ScriptErrorShape } from "@flora/model";
import type { GuildVoice } from "./guild-voice.ts";

/** How long an owner is not told again. Milliseconds. */
const QUIET_MS = 60_000;

/** Calls of a guild's script that came faster than it may call: a script that catches the refusals hides them. */
export class RefusedCalls {
  #count = 0;
  #toldAt = -Infinity;

  constructor(private readonly voice: Pick<GuildVoice, "say">, private readonly now: () => number) {}

  /** A call was refused with this error, for any reason. */
  add(error: ScriptErrorShape): void {
    if (error.code !== "LIMIT_EXCEEDED") return;
    this.#count++;
    const now = this.now();
    if (now - this.#toldAt < QUIET_MS) return;
    this.#toldAt = now;
    const since = this.#count === 1
      ? "a call was refused"
      : `${this.#count} calls were refused since the last time`;
    this.voice.say("warn", `Script asks for too much: ${since}: ${error.message}`);
    this.#count = 0;
  }
}
