import assert from "node:assert/strict";
import type { IsolateFactory } from "@flora/isolation";
import type { GuildId } from "@flora/model";
import { until } from "@flora/model/until";
import { Harness } from "./testing/harness.ts";

const ANSWERS = `on("messageCreate", (ctx) => ctx.reply("here"));`;

const SHARE_PERCENT = 50;
const BURST_MS = 2_000;
/** So much more than it has saved up that it has to wait for six seconds. */
const HOGGED_MS = BURST_MS + 3_000;

/** Has the isolates of one guild use more CPU time than a busy machine would give them in the time of a test. */
function hogging(wasted: (guildId: GuildId) => number) {
  return (isolates: IsolateFactory): IsolateFactory => ({
    async create(spec, host) {
      const isolate = await isolates.create(spec, host);
      const usage = isolate.usage.bind(isolate);
      isolate.usage = () => {
        const used = usage();
        return { ...used, cpuMs: used.cpuMs + wasted(spec.guildId) };
      };
      return isolate;
    },
    replenish: () => isolates.replenish(),
    spareBytes: () => isolates.spareBytes(),
    close: () => isolates.close(),
  });
}

Deno.test("worker slows a guild down that uses more than its share of CPU, tells its owner, and goes on later", () => {
  let greedy: GuildId | undefined;
  return Harness.with({
    wrapIsolates: hogging((guildId) => guildId === greedy ? HOGGED_MS : 0),
    limits: { cpuBurstMs: BURST_MS, cpuSharePercent: SHARE_PERCENT },
  }, async (flora) => {
    const [guild, neighbour] = [flora.newGuild(), flora.newGuild()];
    await flora.deploy(guild, ANSWERS);
    await flora.deploy(neighbour, ANSWERS);
    assert.deepEqual(await flora.say(guild, "soon"), { status: "ok" });
    greedy = guild;
    const slowedDown = /^Script is slowed down: it used more than 50 % of a CPU core/;
    const later: Promise<unknown>[] = [];
    // It is seen when CPU time is measured next.
    await until("it to be slowed down", async () => {
      later.push(flora.say(guild, "later"));
      return (await flora.logs(guild)).some(({ message }) => slowedDown.test(message));
    });
    const refused = await flora.dispatch(flora.command(guild, "x"));
    assert.equal(refused.status === "dropped" && refused.why, "cpu-share");
    assert.deepEqual(await flora.say(neighbour, "soon"), { status: "ok" });
    assert.deepEqual(await Promise.all(later), later.map(() => ({ status: "ok" })));
  });
});
