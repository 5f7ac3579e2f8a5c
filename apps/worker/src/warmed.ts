import { IsolateStartError } from "@flora/isolation";
import { ControlError, type Generation, type Manifest, type RevisionId } from "@flora/model";
import { insist } from "@flora/storage";
import { describeThrow } from "./errors.ts";
import type { Guild } from "./guild.ts";
import { type Life, LoadError } from "./life.ts";
import { launch } from "./lifecycle.ts";

/** Revisions of one guild that are loaded beside the running one and wait to take its place. */
export class Warmed {
  /** Made when there is one: most guilds sleep. */
  #lives: Map<RevisionId, Life> | undefined;

  constructor(private readonly guild: Guild, private readonly all: Set<Life>) {}

  /** Loads a stored revision; NOT_FOUND, SCRIPT_REJECTED with a mapped stack, UNAVAILABLE. */
  async warm(revisionId: RevisionId, generation: Generation): Promise<Manifest> {
    const { id, services } = this.guild;
    const revision = await services.storage.deployments.getRevision(id, revisionId);
    if (!revision) throw new ControlError("NOT_FOUND", `Cannot warm ${revisionId}: no such revision`);
    await this.guild.refreshSecrets();
    const state = await services.storage.state.read(id);
    const life = await this.#launch(revision, generation, state);
    await this.discard(revisionId);
    const lives = this.#lives ??= new Map();
    lives.set(revisionId, life);
    void life.ended.then(() => {
      if (lives.get(revisionId) === life) lives.delete(revisionId);
    });
    return life.manifest!;
  }

  /** As `launch`, with its failures as the control plane names them. */
  async #launch(
    revision: { id: RevisionId; code: string },
    generation: Generation,
    state: Record<string, unknown>,
  ): Promise<Life> {
    try {
      return await launch({ guild: this.guild, generation, revision, state }, this.all);
    } catch (error) {
      if (error instanceof LoadError) {
        const { message, rawStack } = error;
        const stack = await describeThrow(this.guild, revision.id, { message, stack: rawStack });
        const text = message.startsWith("Cannot load script") ? message : `Cannot load script: ${message}`;
        throw new ControlError("SCRIPT_REJECTED", this.guild.vault.scrub(text), {
          stack: this.guild.vault.scrub(stack),
        });
      }
      if (error instanceof IsolateStartError) {
        throw new ControlError("UNAVAILABLE", `Cannot start an isolate: ${error.reason}`);
      }
      throw error;
    }
  }

  /** The same revision in a fresh isolate, loaded with this state; the warmed one where that cannot be had. */
  async renew(warmed: Life, state: Record<string, unknown>): Promise<Life> {
    const { id, services } = this.guild;
    try {
      const revision = await insist(() => services.storage.deployments.getRevision(id, warmed.revisionId));
      const life = await this.#launch(revision!, warmed.generation, state);
      await warmed.terminate("superseded");
      return life;
    } catch (error) {
      services.log.warn({ guildId: id, err: error }, "Cannot load a revision again with its state");
      return warmed;
    }
  }

  /** Hands a warmed revision out; it is the caller's from then on. */
  take(revisionId: RevisionId): Life | undefined {
    const life = this.#lives?.get(revisionId);
    this.#lives?.delete(revisionId);
    return life;
  }

  async discard(revisionId: RevisionId): Promise<void> {
    await this.take(revisionId)?.terminate("superseded");
  }
}
