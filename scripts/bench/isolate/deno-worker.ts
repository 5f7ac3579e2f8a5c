/** @module One Deno Worker without permissions per guild, in one process. Arguments: bundle of 5 KB, bundle of 200 KB. Prints figures as JSON. */
import { memoryOf, MIB } from "./memory.ts";
import { rounded, spread, timed } from "./samples.ts";

const BOOTS = 30;
const TRIPS = 3_000;
const WARM_UP = 1_000;
const SPAWNS = 60;
const DISPATCHES = 20;
const event = JSON.stringify({ content: "ping", channelId: "200000000000000002" });

/** Around the bundle: `answer` asks the host and waits, a message from the host is either an event or an answer. */
const glue = (bundle: string) => `
const waiting = new Map();
let asked = 0;
globalThis.answer = (args) => new Promise((resolve) => {
  waiting.set(++asked, resolve);
  postMessage(JSON.stringify({ id: asked, args }));
});
${bundle}
onmessage = async ({ data }) => {
  const message = JSON.parse(data);
  if (message.reply !== undefined) {
    waiting.get(message.reply)(message.ok);
    waiting.delete(message.reply);
    return;
  }
  await handle(message);
  postMessage('{"done":true}');
};`;

class Guild {
  readonly #worker: Worker;
  #done = Promise.withResolvers<void>();

  constructor(script: string) {
    const options = { type: "module", deno: { permissions: "none" } };
    this.#worker = new Worker(script, options as WorkerOptions);
    this.#worker.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.done) this.#done.resolve();
      else this.#worker.postMessage(JSON.stringify({ reply: message.id, ok: { id: "3" } }));
    };
  }

  async say(): Promise<void> {
    this.#done = Promise.withResolvers();
    this.#worker.postMessage(event);
    await this.#done.promise;
  }

  end(): void {
    this.#worker.terminate();
  }
}

async function coldStarts(script: string): Promise<number[]> {
  return await timed(BOOTS, async () => {
    const guild = new Guild(script);
    await guild.say();
    guild.end();
  });
}

async function spawnPerSecond(script: string): Promise<number> {
  const start = performance.now();
  const guilds = Array.from({ length: SPAWNS }, () => new Guild(script));
  await Promise.all(guilds.map((guild) => guild.say()));
  const seconds = (performance.now() - start) / 1_000;
  guilds.forEach((guild) => guild.end());
  return SPAWNS / seconds;
}

async function memoryMib(script: string, count: number): Promise<number> {
  const before = memoryOf(Deno.pid);
  const guilds: Guild[] = [];
  for (let n = 0; n < count; n++) {
    const guild = new Guild(script);
    for (let trip = 0; trip < DISPATCHES; trip++) await guild.say();
    guilds.push(guild);
  }
  const mib = (memoryOf(Deno.pid) - before) / count / MIB;
  guilds.forEach((guild) => guild.end());
  return mib;
}

const [small, large] = Deno.args.map((path) =>
  `data:text/javascript,${encodeURIComponent(glue(Deno.readTextFileSync(path)))}`
) as [string, string];
const warmGuildMiB = await memoryMib(small, 50);
const cold = await coldStarts(small);
const coldLarge = await coldStarts(large);
const perSecond = await spawnPerSecond(small);
const guild = new Guild(small);
await timed(WARM_UP, () => guild.say());
const trips = await timed(TRIPS, () => guild.say());
console.log(JSON.stringify({
  ...spread("coldStartNoZygote", "Ms", cold),
  ...spread("coldStartNoZygote200Kb", "Ms", coldLarge),
  ...spread("dispatch", "Us", trips),
  warmGuildMiB: rounded(warmGuildMiB),
  spawnPerSecond: rounded(perSecond),
}));
Deno.exit(0);
