import { ApiError, type FloraClient } from "@flora/api-client";
import { BundleError, collectSources, decodeText } from "@flora/bundler";
import type { Project } from "../project/project.ts";
import type { Tell } from "./happening.ts";

/** Puts a project live in the simulated guild, and again whenever it changed. */
export class Reloader {
  #live = "";
  #running: Promise<void> | undefined;
  #again: number | undefined;

  constructor(
    private readonly project: Project,
    private readonly client: FloraClient,
    private readonly guildId: string,
    private readonly tell: Tell,
  ) {}

  /** After a change at `since`, a time of `performance.now()`; changes during a reload make one more. */
  reload(since: number): Promise<void> {
    if (this.#running) {
      this.#again ??= since;
      return this.#running;
    }
    return this.#running = this.#run(since, false);
  }

  /** Whether anything changed or not. */
  async force(): Promise<void> {
    await this.#running;
    await (this.#running = this.#run(performance.now(), true));
  }

  async #run(since: number, forced: boolean): Promise<void> {
    try {
      await this.#once(since, forced);
      for (let next = this.#again; next !== undefined; next = this.#again) {
        this.#again = undefined;
        await this.#once(next, false);
      }
    } finally {
      this.#running = undefined;
    }
  }

  async #once(since: number, forced: boolean): Promise<void> {
    const { root, entry } = this.project;
    try {
      const sources = await collectSources(root, entry);
      const files = Object.fromEntries(sources.map(({ path, bytes }) => [path, decodeText(bytes, path)]));
      const text = JSON.stringify(files);
      if (text === this.#live && !forced) return;
      const { deployment, warnings } = await this.client.deploy(this.guildId, { entry, files });
      this.#live = text;
      const { commands, events } = deployment.manifest;
      this.tell({
        type: "live",
        number: deployment.number,
        ms: Math.round(performance.now() - since),
        commands: commands.map(({ name }) => name),
        events,
        warnings,
      });
    } catch (error) {
      // What is live is not what the files say: the same files again are another try.
      this.#live = "";
      if (error instanceof BundleError) this.tell({ type: "refused", message: error.message });
      else if (error instanceof ApiError) {
        const { stack } = error.problem;
        this.tell({ type: "refused", message: error.message, ...stack ? { stack } : {} });
      } else throw error;
    }
  }
}
