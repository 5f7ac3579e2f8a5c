import type { GuildId } from "@flora/model";
import type { AttackedWorker } from "./attacked-worker.ts";
import type { Scene } from "./contract.ts";
import { channelOf } from "./discord-gate.ts";

export const NEIGHBOUR = "100000000000000001" as GuildId;

/** Pause between two events, so that the neighbour stays far from its own limits. */
const PAUSE_MS = 25;

/** Events that are taken for usual. */
const USUAL_EVENTS = 10;

const canary = (what: string) => `canary-${what}-${crypto.randomUUID()}`;

/** A guild that minds its own business on the attacked worker, and tells at every event whether all is as it left it. */
export class Neighbour {
  /** The longest that an event took since the last look. */
  longestMs = 0;
  /** How long one takes when nobody attacks, on this machine as it is. */
  usualMs = 0;
  readonly problems: string[] = [];
  #pinging: Promise<void> | undefined;
  #stopping = false;
  readonly #canaries = {
    kv: canary("kv"),
    state: canary("state"),
    secret: canary("secret"),
    said: canary("said"),
    file: canary("file"),
  };

  constructor(private readonly worker: AttackedWorker) {
    worker.canaries.push(...Object.values(this.#canaries));
  }

  async moveIn(): Promise<Scene["neighbour"]> {
    await this.worker.putSecret(NEIGHBOUR, "API", this.#canaries.secret, ["api.example.com"]);
    await this.worker.deploy(NEIGHBOUR, script(this.#canaries));
    const held = await this.settle();
    for (let i = 0; i < USUAL_EVENTS; i++) await this.ping();
    this.usualMs = this.longestMs;
    return held;
  }

  /** Has the neighbour store what only it should hold, and hands it to the attackers of this suite. */
  async settle(): Promise<Scene["neighbour"]> {
    const token = `true-token-${crypto.randomUUID()}`;
    this.worker.canaries.push(token);
    this.worker.gate.own(token, NEIGHBOUR);
    const interaction = { id: "400000000000000001", token };
    const data = { id: "1", name: "hold", type: 1 };
    const msg = { interactionId: interaction.id, commandName: "hold", type: 2, data };
    const outcome = await this.worker.dispatch(NEIGHBOUR, "interactionCreate", msg, { interaction });
    if (outcome.status !== "ok") throw new Error(`Cannot set up the neighbour: ${JSON.stringify(outcome)}`);
    const held = async (key: string) => (await this.worker.storage.kv.get(NEIGHBOUR, "held", key))!.value;
    const [handle, placeholder, cursor] = await Promise.all(["handle", "placeholder", "cursor"].map(held));
    return {
      guildId: NEIGHBOUR,
      channelId: channelOf(NEIGHBOUR),
      handle: handle!,
      placeholder: placeholder!,
      cursor: cursor!,
      file: this.worker.stageFile(NEIGHBOUR, this.#canaries.file),
    };
  }

  /** How many bytes of files are its own. */
  get stagedBytes(): number {
    return this.#canaries.file.length;
  }

  /** One event now; a problem is kept. */
  async ping(): Promise<void> {
    const start = performance.now();
    const outcome = await this.worker.dispatch(NEIGHBOUR, "messageCreate", { content: this.#canaries.said })
      .catch((error) => ({ status: `not answered: ${error}` }));
    this.longestMs = Math.max(this.longestMs, performance.now() - start);
    if (outcome.status !== "ok") this.problems.push(`neighbour: ${JSON.stringify(outcome)}`);
  }

  /** Pings until it is stopped. */
  start(): void {
    this.longestMs = 0;
    this.problems.length = 0;
    this.#stopping = false;
    this.#pinging = (async () => {
      while (!this.#stopping) {
        await this.ping();
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    })();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#pinging;
  }
}

/** Checks what it holds, and that the language around it is what it was. */
const script = (canaries: { kv: string; state: string; said: string }) =>
  `(async () => {
const vault = kv.store("vault"), held = kv.store("held");
const kept = state("kept", ${JSON.stringify(canaries.state)});
const native = [Promise.prototype.then, JSON.stringify, Array.prototype.map, Map.prototype.get, Object.defineProperty];
const globals = Reflect.ownKeys(globalThis).length;
await vault.set("key", ${JSON.stringify(canaries.kv)});
await vault.set("other", "x");
slash({ name: "hold", description: "x", run() {} });
on("interactionCreate", async (ctx) => {
  await held.set("handle", ctx.msg.interactionToken);
  await held.set("placeholder", secrets.get("API"));
  await held.set("cursor", (await vault.list({ limit: 1 })).cursor);
});
on("messageCreate", async (ctx) => {
  const wrong = [];
  if (await vault.get("key") !== ${JSON.stringify(canaries.kv)}) wrong.push("KV");
  if (kept.value !== ${JSON.stringify(canaries.state)}) wrong.push("state");
  if (ctx.msg.content !== ${JSON.stringify(canaries.said)}) wrong.push("event");
  if (Reflect.ownKeys(globalThis).length !== globals) wrong.push("globals");
  for (const key in {}) wrong.push("Object.prototype." + key);
  const now = [Promise.prototype.then, JSON.stringify, Array.prototype.map, Map.prototype.get, Object.defineProperty];
  if (now.some((value, index) => value !== native[index])) wrong.push("intrinsics");
  if ((await vault.list()).keys.length !== 2) wrong.push("keys");
  if (wrong.length > 0) throw new Error("was tampered with: " + wrong.join(", "));
});
})()`;
