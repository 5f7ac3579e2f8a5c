import type { GuildId } from "@flora/model";
import { until } from "@flora/model/until";
import type { AttackedWorker } from "./attacked-worker.ts";
import type { Scene } from "./contract.ts";
import { channelOf } from "./discord-gate.ts";
import { asBundle } from "./scripts.ts";
import { OUTSIDE } from "./stolen-runner-marker.ts";

/** Nothing that an attack leads to takes longer, whatever the machine does besides: a guest that gives way may get little of it. */
const PATIENCE_MS = 120_000;

/** The attacker's guild on the attacked worker. */
export class Field {
  constructor(readonly worker: AttackedWorker, readonly guildId: GuildId, readonly scene: Scene) {}

  /** Deploys a script; rejects where it is refused. */
  async deploy(script: string): Promise<unknown> {
    const [inside, outside] = script.split(OUTSIDE);
    const code = asBundle(inside!) + (outside === undefined ? "" : OUTSIDE + outside);
    return await this.patiently("a deploy", this.worker.deploy(this.guildId, code));
  }

  /** Delivers a message; how its dispatch ended, such as `ok` or `lost: cpu-limit`. */
  async say(content: string, generation?: number): Promise<string> {
    const msg = {
      id: "600000000000000001",
      channelId: channelOf(this.guildId),
      content,
      author: { id: "700000000000000001", username: "mallory", bot: false },
    };
    const more = generation === undefined ? {} : { generation };
    const dispatch = this.worker.dispatch(this.guildId, "messageCreate", msg, more);
    try {
      return outcomeText(await this.patiently("a dispatch", dispatch));
    } catch (error) {
      return `not answered: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** What the script noted and won, by name. */
  async loot(): Promise<Record<string, string>> {
    const { kv } = this.worker.storage;
    const { keys } = await kv.list(this.guildId, "loot", { limit: 1_000 });
    const entries = await Promise.all(
      keys.map(async ({ name }) => [name, (await kv.get(this.guildId, "loot", name))?.value ?? ""] as const),
    );
    return Object.fromEntries(entries);
  }

  async note(name: string): Promise<unknown> {
    const entry = await this.worker.storage.kv.get(this.guildId, "loot", `note ${name}`);
    return entry ? JSON.parse(entry.value) : undefined;
  }

  usage(): Promise<{ cpuMs: number }> {
    return this.worker.usage(this.guildId);
  }

  async logs(): Promise<string[]> {
    const lines = await this.worker.storage.logs.read(this.guildId, { limit: 1_000 });
    return lines.map(({ message }) => message);
  }

  until<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<T>> {
    return until(what, probe, PATIENCE_MS);
  }

  /** Rejects where it does not settle. */
  async patiently<T>(what: string, work: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`${what} was not answered`)), PATIENCE_MS);
    try {
      return await Promise.race([work, promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function outcomeText(outcome: { status: string; reason?: string; message?: string }): string {
  const more = outcome.reason ?? outcome.message?.slice(0, 100);
  return more === undefined ? outcome.status : `${outcome.status}: ${more}`;
}
