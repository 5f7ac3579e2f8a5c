/**
 * @module Puts a stored revision live, one deploy per guild at a time: warm beside the running one, sync its commands,
 * make it current, swap. Until it is current every refusal leaves the running revision as it was; after that there is
 * no way back, and what fails is made good by the worker loading the current revision anew.
 */
import {
  type CommandDefinition,
  ControlError,
  type Deployment,
  type GuildId,
  type Limits,
  type Manifest,
  type RevisionId,
} from "@flora/model";
import type { DeploymentStorage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { CommandSync } from "./commands/sync.ts";
import type { WorkerLink } from "./pool/worker-link.ts";
import type { Generations } from "./router/generations.ts";
import type { Router } from "./router/route.ts";
import { Turns } from "./turns.ts";
import { checkManifest, discard, warm } from "./warm.ts";

export interface DeployParts {
  storage: DeploymentStorage;
  router: Router;
  generations: Generations;
  commands: CommandSync;
  limits: Limits;
  log: Logger;
  /** Whether the bot is in the guild. */
  present(guildId: GuildId): boolean;
  /** What runs changed: interest, crons and intents follow. Resolves when the new script gets its events. */
  onCurrent(deployment: Deployment): Promise<void>;
  onGone(guildId: GuildId): void;
}

export interface DeployOptions {
  /** Who asks for it, where that is not who made the revision. */
  createdBy?: string;
  /** Numbers of the deployment that must be current, 0 for none. */
  expected?: readonly number[];
}

const SWAP_TIMEOUT_MS = 10_000;

export class Deployer {
  readonly #turns = new Turns<GuildId>();
  readonly #current = new Map<GuildId, Deployment>();

  constructor(private readonly parts: DeployParts) {}

  /** What runs in a guild. */
  current(guildId: GuildId): Deployment | undefined {
    return this.#current.get(guildId);
  }

  /** Takes up what storage says is deployed; to be called once, before events flow. */
  async load(): Promise<Deployment[]> {
    const deployments = await this.parts.storage.all();
    for (const deployment of deployments) this.#current.set(deployment.guildId, deployment);
    return deployments;
  }

  deploy(guildId: GuildId, revisionId: RevisionId, options: DeployOptions = {}): Promise<Deployment> {
    if (!this.parts.present(guildId)) {
      return Promise.reject(
        new ControlError("NOT_FOUND", `Cannot deploy to guild ${guildId}: the bot is not in it`),
      );
    }
    return this.#turns.take(guildId, async () => {
      this.#expect(guildId, options.expected);
      const unpin = this.parts.router.pin(guildId);
      try {
        return await this.#deploy(guildId, revisionId, options.createdBy);
      } finally {
        unpin();
      }
    });
  }

  /** Ends the guild's script and removes its commands, later where Discord refuses that now; NOT_FOUND when there is none. */
  undeploy(guildId: GuildId, { expected }: Pick<DeployOptions, "expected"> = {}): Promise<void> {
    return this.#turns.take(guildId, async () => {
      this.#expect(guildId, expected);
      if (!await this.parts.storage.deactivate(guildId)) {
        throw new ControlError("NOT_FOUND", `Cannot undeploy guild ${guildId}: nothing is deployed`);
      }
      const before = this.#current.get(guildId);
      this.#current.delete(guildId);
      this.parts.onGone(guildId);
      await this.parts.router.stop(guildId, "undeployed");
      this.parts.log.info({ guildId }, `Undeployed guild ${guildId}`);
      if (before?.manifest.commands.length) await this.#removeCommands(guildId);
    });
  }

  /** Somebody used a command of a guild in which nothing runs: removes what could not be removed at the undeploy. */
  sweepCommands(guildId: GuildId): Promise<void> {
    return this.#turns.take(guildId, async () => {
      if (!this.#current.has(guildId)) await this.#removeCommands(guildId);
    });
  }

  /** Keeps every event from the guild's script until it is taken back; NOT_FOUND where there is none. */
  setPaused(guildId: GuildId, paused: boolean): Promise<Deployment> {
    return this.#turns.take(guildId, async () => {
      const deployment = await this.parts.storage.setPaused(guildId, paused);
      if (!deployment) {
        throw new ControlError(
          "NOT_FOUND",
          `Cannot ${paused ? "pause" : "resume"} guild ${guildId}: nothing is deployed`,
        );
      }
      const was = this.#current.get(guildId)?.pausedAt !== undefined;
      this.#current.set(guildId, deployment);
      if (was === paused) return deployment;
      this.parts.log.info({ guildId }, `${paused ? "Paused" : "Resumed"} guild ${guildId}`);
      if (!paused) await this.parts.onCurrent(deployment);
      else {
        this.parts.onGone(guildId);
        await this.parts.router.stop(guildId, "paused");
      }
      return deployment;
    });
  }

  #expect(guildId: GuildId, expected: readonly number[] | undefined): void {
    const number = this.#current.get(guildId)?.number ?? 0;
    if (!expected || expected.includes(number)) return;
    throw new ControlError(
      "PRECONDITION_FAILED",
      `Cannot change the deployment of guild ${guildId}: ${
        number === 0 ? "there is none any more" : `it is number ${number} by now`
      }`,
    );
  }

  async #deploy(guildId: GuildId, revisionId: RevisionId, createdBy?: string): Promise<Deployment> {
    const startedAt = performance.now();
    const { storage, router, generations, log } = this.parts;
    const owner = await router.owner(guildId);
    const generation = generations.issue(guildId);
    const before = this.#current.get(guildId)?.manifest.commands ?? [];
    let manifest: Manifest;
    let synced = false;
    let deployment: Deployment;
    try {
      manifest = await warm(owner, { guildId, revisionId, generation }, this.parts.limits);
      checkManifest(manifest, this.parts.limits);
      synced = await this.#syncCommands(guildId, before, manifest.commands);
      deployment = await storage.activate(guildId, revisionId, manifest, createdBy);
    } catch (error) {
      if (synced) await this.#restoreCommands(guildId, before);
      await this.#discard(owner, guildId, revisionId);
      log.info(
        { guildId, revisionId },
        `Refused ${revisionId} for guild ${guildId}: ${(error as Error).message}`,
      );
      throw error;
    }
    this.#current.set(guildId, deployment);
    if (deployment.pausedAt !== undefined) await discard(owner, guildId, revisionId);
    else {
      await this.#swap(owner, guildId, revisionId, generation);
      await this.parts.onCurrent(deployment);
    }
    await this.#prune(guildId);
    const ms = Math.round(performance.now() - startedAt);
    log.info(
      { guildId, revisionId, ms },
      `Deployed ${revisionId} to guild ${guildId} on ${owner.name} in ${ms} ms` +
        (synced ? `, ${manifest.commands.length} commands registered` : ""),
    );
    return deployment;
  }

  /** Answers whether anything changed. A script without any, before and now, may manage commands over REST: left alone. */
  async #syncCommands(
    guildId: GuildId,
    before: CommandDefinition[],
    now: CommandDefinition[],
  ): Promise<boolean> {
    if (before.length === 0 && now.length === 0) return false;
    return await this.parts.commands.sync(guildId, now);
  }

  /** Never rejects: the script has ended, and `sweepCommands` tries again when somebody uses a command that is left. */
  async #removeCommands(guildId: GuildId): Promise<void> {
    if (!this.parts.present(guildId)) return;
    await this.parts.commands.sync(guildId, []).catch((error) => {
      this.parts.log.warn({ guildId, err: error }, `Cannot remove the commands of guild ${guildId} yet`);
    });
  }

  async #restoreCommands(guildId: GuildId, before: CommandDefinition[]): Promise<void> {
    await this.parts.commands.sync(guildId, before).catch((error) => {
      this.parts.log.error({ guildId, err: error }, `Cannot restore the commands of guild ${guildId}`);
    });
  }

  /** The guild's events wait while the revisions change places. */
  async #swap(
    owner: WorkerLink,
    guildId: GuildId,
    revisionId: RevisionId,
    generation: number,
  ): Promise<void> {
    const { router, generations, log } = this.parts;
    const release = router.hold(guildId);
    try {
      await owner.call("swap", { guildId, revisionId }, SWAP_TIMEOUT_MS);
      generations.use(guildId, generation);
    } catch (error) {
      log.warn(
        { guildId, revisionId, err: error },
        `Cannot swap to ${revisionId}: guild ${guildId} boots it anew`,
      );
      await router.stop(guildId, "evacuated").catch(() => undefined);
    } finally {
      release();
    }
  }

  /** Forgets revisions that are too old to roll back to; never rejects. */
  async #prune(guildId: GuildId): Promise<void> {
    const { storage, limits, log } = this.parts;
    await storage.prune(guildId, limits).catch((error) => {
      log.error({ guildId, err: error }, `Cannot forget old revisions of guild ${guildId}`);
    });
  }

  async #discard(owner: WorkerLink, guildId: GuildId, revisionId: RevisionId): Promise<void> {
    await discard(owner, guildId, revisionId);
    await this.parts.storage.deleteRevision(guildId, revisionId).catch((error) => {
      this.parts.log.error(
        { guildId, revisionId, err: error },
        `Cannot delete refused revision ${revisionId}`,
      );
    });
  }
}
