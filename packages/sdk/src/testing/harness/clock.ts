import type { FloraClient } from "@flora/api-client";
import type { Emulator } from "@flora/discord-emulator";
import type { CronDefinition, Deployment } from "@flora/model";
import { missedDue, nextDue } from "@flora/ops/schedules/due";
import type { Storage } from "@flora/storage";
import { durationMs } from "../../script/duration.ts";
import { until } from "@flora/model/until";

/** The time that flora, its scripts and the simulated Discord go by. It runs as any clock does, and can be set ahead. */
export class TestClock {
  #aheadMs: number;

  /** `aheadMs`: where it was set to before. @internal */
  constructor(
    private readonly parts: { file: string; storage: Storage; discord: Emulator; client: FloraClient },
    aheadMs: number,
  ) {
    this.#aheadMs = aheadMs;
    parts.discord.clock.advance(aheadMs);
  }

  /** Unix milliseconds. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /**
   * Lets a while go by, `"3d"`, `"1h 30m"` or milliseconds: whatever falls due in it, crons and schedules alike, runs at
   * its time, one after the other, and has ended when this resolves. Handlers that run now end before the clock is set.
   * `setTimeout` in a script does not hear of it.
   */
  async advance(duration: string | number): Promise<void> {
    await this.#quiet();
    const end = this.now() + durationMs(duration);
    for (;;) {
      const from = this.now();
      const at = Math.min(await this.#nextDue(from), end);
      await this.#set(at);
      await this.#settled(from, at);
      if (at === end) return;
    }
  }

  /**
   * Sets the clock ahead at once, as if flora had been switched off for that long: what was missed meanwhile is made up
   * for as far as the script asks for it, and has ended when this resolves.
   */
  async skip(duration: string | number): Promise<void> {
    await this.#quiet();
    const from = this.now();
    const end = from + durationMs(duration);
    await this.#set(end);
    await this.#settled(from, end);
  }

  /** Discord's clock is never behind, so that what scripts date ahead of now is ahead for Discord too. */
  async #set(at: number): Promise<void> {
    const byMs = Math.max(0, at - this.now());
    this.#aheadMs += byMs;
    this.parts.discord.clock.advance(byMs);
    const { file } = this.parts;
    await Deno.writeTextFile(`${file}.new`, String(this.#aheadMs));
    await Deno.rename(`${file}.new`, file);
  }

  async #quiet(): Promise<void> {
    await until("handlers to end", async () => {
      const { workers } = await this.parts.client.workers();
      return workers.every(({ running }) => running === 0);
    });
  }

  /** Infinity where nothing is to come. */
  async #nextDue(after: number): Promise<number> {
    const { storage } = this.parts;
    const crons = (await storage.deployments.all()).flatMap(({ manifest }) => manifest.crons);
    return Math.min(
      await storage.schedules.nextAt() ?? Infinity,
      ...crons.map((cron) => nextDue(cron, after) ?? Infinity),
    );
  }

  /** Waits until everything that was due in (`from`, `at`] has ended. */
  async #settled(from: number, at: number): Promise<void> {
    for (const deployment of await this.parts.storage.deployments.all()) {
      const { crons, events } = deployment.manifest;
      for (const cron of crons) await this.#ended(deployment, cron, from, at);
      if (events.includes("schedule")) await this.#fired(deployment, at);
    }
    // A handler that schedules its own name anew takes its entry away before it has ended.
    await this.#quiet();
  }

  async #ended({ guildId }: Deployment, cron: CronDefinition, from: number, at: number): Promise<void> {
    const [dueAt] = missedDue(cron, from, at, 1);
    if (dueAt === undefined) return;
    await until(`the end of cron job ${cron.name}`, async () => {
      const record = (await this.parts.storage.cron.read(guildId))[cron.name];
      return record?.lastStatus !== undefined && record.lastDueAt! >= dueAt;
    });
  }

  async #fired({ guildId }: Deployment, at: number): Promise<void> {
    const { schedules } = this.parts.storage;
    await until("what was scheduled to have run", async () => await schedules.unfinished(guildId, at) === 0);
  }
}
