// One isolate of isolated-vm per guild, in one Node process. Arguments: bundle of 5 KB, bundle of 200 KB. Prints figures as JSON.
const { readFileSync } = require("node:fs");
const ivm = require("isolated-vm");

const BOOTS = 30;
const TRIPS = 3_000;
const WARM_UP = 1_000;
const SPAWNS = 60;
const KILLS = 25;
const DEADLINE_MS = 100;
const MEMORY_MIB = 64;

const [small, large] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const event = JSON.stringify({ content: "ping", channelId: "200000000000000002" });
const rounded = (value) => Number(value.toPrecision(3));
const quantile = (samples, share) => samples.sort((a, b) => a - b)[Math.floor(share * samples.length)];

async function timed(times, work) {
  const samples = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await work(n);
    samples.push(performance.now() - start);
  }
  return samples;
}

/** An isolate in which `answer(args)` calls an asynchronous function of the host and the bundle has been evaluated. */
async function guild(code) {
  const isolate = new ivm.Isolate({ memoryLimit: MEMORY_MIB });
  const context = await isolate.createContext();
  await context.global.set("host", new ivm.Reference(async () => JSON.stringify({ id: "3" })));
  const script = await isolate.compileScript(`
    globalThis.answer = async (args) => JSON.parse(
      await host.apply(undefined, [JSON.stringify(args)], { result: { promise: true, copy: true } }));
    ${code}
    globalThis.dispatch = async (event) => { await handle(JSON.parse(event)); return "ok"; };`);
  await script.run(context);
  const dispatch = await context.global.get("dispatch", { reference: true });
  return {
    isolate,
    say: () => dispatch.apply(undefined, [event], { result: { promise: true, copy: true } }),
  };
}

async function coldStarts(code) {
  const guilds = [];
  const samples = await timed(BOOTS, async () => {
    const one = await guild(code);
    await one.say();
    guilds.push(one);
  });
  for (const { isolate } of guilds) isolate.dispose();
  return samples;
}

async function memoryMib(count) {
  global.gc();
  const before = process.memoryUsage.rss();
  const guilds = [];
  for (let n = 0; n < count; n++) {
    const one = await guild(small);
    for (let trip = 0; trip < 20; trip++) await one.say();
    guilds.push(one);
  }
  const mib = (process.memoryUsage.rss() - before) / count / 2 ** 20;
  for (const { isolate } of guilds) isolate.dispose();
  return mib;
}

/** From the deadline until an endless loop has been ended and its isolate is gone. */
async function kill() {
  const { isolate } = await guild("globalThis.handle = () => {};");
  const context = await isolate.createContext();
  const start = performance.now();
  await context.eval("for (;;);", { timeout: DEADLINE_MS }).catch(() => {});
  isolate.dispose();
  return performance.now() - start - DEADLINE_MS;
}

(async () => {
  const warmGuildMiB = await memoryMib(50);
  const warmGuildMiBAt200 = await memoryMib(200);
  const cold = await coldStarts(small);
  const coldLarge = await coldStarts(large);
  const start = performance.now();
  const spawned = await Promise.all(Array.from({ length: SPAWNS }, () => guild(small)));
  const spawnPerSecond = SPAWNS / ((performance.now() - start) / 1_000);
  for (const { isolate } of spawned) isolate.dispose();
  const { say } = await guild(small);
  await timed(WARM_UP, say);
  const trips = await timed(TRIPS, say);
  const kills = [];
  for (let n = 0; n < KILLS; n++) kills.push(await kill());
  console.log(JSON.stringify({
    coldStartNoZygoteP50Ms: rounded(quantile(cold, 0.5)),
    coldStartNoZygoteP99Ms: rounded(quantile(cold, 0.99)),
    coldStartNoZygote200KbP50Ms: rounded(quantile(coldLarge, 0.5)),
    dispatchP50Us: rounded(1_000 * quantile(trips, 0.5)),
    dispatchP99Us: rounded(1_000 * quantile(trips, 0.99)),
    warmGuildMiB: rounded(warmGuildMiB),
    warmGuildMiBAt200: rounded(warmGuildMiBAt200),
    spawnPerSecond: rounded(spawnPerSecond),
    killP99Ms: rounded(quantile(kills, 0.99)),
  }));
})();
