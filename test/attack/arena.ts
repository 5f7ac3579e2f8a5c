import { join } from "node:path";
import type { GuildId } from "@flora/model";
import { Aftermath } from "./aftermath.ts";
import { AttackedWorker } from "./attacked-worker.ts";
import type { Adapter, Attack, Scene, Stage, Verdict } from "./contract.ts";
import { Field } from "./field.ts";
import { runGuest } from "./judge.ts";
import { NEIGHBOUR, Neighbour } from "./neighbour.ts";
import { stageLimits } from "./stages.ts";
import { Trap } from "./trap.ts";

/** An event of the neighbour's may take this long while attackers use up the cores, and on a slow machine so many times its usual. */
const NEIGHBOUR_LIMIT_MS = 2_500;
const NEIGHBOUR_LIMIT_FACTOR = 20;
/** Spares that a worker keeps, by adapter, and the neighbour. */
const GUESTS: Record<Adapter, number> = { isolated: 3, embedded: 2 };

/** One worker, one neighbour on it, and one attacker after the other. */
export class Arena {
  #attackers = 0;

  private constructor(
    private readonly adapter: Adapter,
    private readonly folder: string,
    private readonly worker: AttackedWorker,
    private readonly neighbour: Neighbour,
    private readonly aftermath: Aftermath,
    private readonly trap: Trap,
    private scene: Scene,
  ) {}

  static async open(adapter: Adapter, stage: Stage, image: string): Promise<Arena> {
    const folder = await Deno.makeTempDir({ prefix: "flora-attack-" });
    const bait = join(folder, "bait");
    await Deno.mkdir(bait);
    // The process's user must not be what keeps it out.
    await Promise.all([folder, bait].map((path) => Deno.chmod(path, 0o777)));
    const trap = await Trap.open(bait);
    const worker = await AttackedWorker.open({ adapter, image, limits: stageLimits[stage], folder });
    const text = `canary-file-${crypto.randomUUID()}`;
    worker.canaries.push(text);
    await Deno.writeTextFile(join(bait, "bait.txt"), text, { mode: 0o666 });
    const neighbour = new Neighbour(worker);
    const held = await neighbour.moveIn();
    const aftermath = new Aftermath(adapter, worker, GUESTS[adapter], [folder]);
    await aftermath.settle();
    const scene = {
      trapPort: trap.port,
      trapSocket: trap.socketPath,
      folder: bait,
      workerPid: worker.pid,
      neighbour: held,
    };
    return new Arena(adapter, folder, worker, neighbour, aftermath, trap, scene);
  }

  async run(attack: Attack): Promise<Verdict> {
    const started = performance.now();
    const verdict = {
      attack,
      adapter: this.adapter,
      ms: 0,
      neighbourMs: 0,
      outcome: "",
      problems: [] as string[],
    };
    const guildId = `1${String(++this.#attackers + 1).padStart(17, "0")}` as GuildId;
    const field = new Field(this.worker, guildId, this.scene);
    const must = (this.adapter === "embedded" && attack.embedded?.must) || attack.must;
    const replaced = this.adapter === "embedded" && attack.embedded?.replaced !== undefined;
    this.neighbour.start();
    try {
      const guest = await runGuest(field, attack, must);
      verdict.outcome = guest.outcome;
      verdict.problems.push(...guest.problems);
      if (replaced) await field.patiently("replacing the worker", this.worker.ended);
      else await field.patiently("stopping the guild", this.worker.stop(guildId));
      if (!replaced) await field.until("its files to be forgotten", () => this.#filesAreAsBefore());
    } catch (error) {
      verdict.problems.push(error instanceof Error ? error.message : String(error));
    }
    await this.neighbour.stop();
    if (replaced) this.neighbour.problems.length = 0;
    else if (this.worker.gone) verdict.problems.push("ended the worker");
    if (this.worker.gone) await this.#startAgain();
    await this.neighbour.ping();
    verdict.neighbourMs = this.neighbour.longestMs;
    verdict.problems.push(...this.neighbour.problems.slice(0, 2), ...await this.aftermath.problems());
    const limitMs = NEIGHBOUR_LIMIT_MS + NEIGHBOUR_LIMIT_FACTOR * this.neighbour.usualMs;
    if (verdict.neighbourMs > limitMs && !replaced) {
      verdict.problems.push(`kept a neighbour waiting`);
    }
    verdict.problems.push(...await this.#loot(field, attack));
    verdict.ms = performance.now() - started;
    return verdict;
  }

  /** A guild that has been stopped leaves no file behind, and that of the neighbour is there yet. */
  #filesAreAsBefore(): boolean {
    return this.worker.gone || this.worker.stagedBytes === this.neighbour.stagedBytes;
  }

  /** Starts the next worker, as the supervisor does. */
  async #startAgain(): Promise<void> {
    await this.worker.start();
    this.scene = { ...this.scene, workerPid: this.worker.pid, neighbour: await this.neighbour.settle() };
    await this.aftermath.settle();
  }

  async close(): Promise<void> {
    await this.worker.close();
    this.trap.close();
    await Deno.remove(this.folder, { recursive: true });
  }

  /** What left the guest that should not have: packets, calls to Discord, texts of others. */
  async #loot(field: Field, attack: Attack): Promise<string[]> {
    const { guildId } = field;
    const { gate, canaries, storage } = this.worker;
    const problems = this.trap.caught.splice(0).map((what) => `sent ${what}`);
    problems.push(...gate.foreign(guildId, NEIGHBOUR).map((what) => `asked Discord: ${what}`));
    const own = gate.sent.splice(0).filter((request) => request.guildId === guildId);
    if (own.length > 0 && !attack.asksDiscord) problems.push(`asked Discord ${own.length} times`);
    const seen = JSON.stringify([
      await field.loot(),
      await field.logs(),
      own,
      await storage.state.read(guildId),
      (await storage.deployments.current(guildId))?.manifest,
    ]);
    for (const canary of canaries) if (seen.includes(canary)) problems.push(`saw ${canary.slice(0, 20)}`);
    return problems;
  }
}
