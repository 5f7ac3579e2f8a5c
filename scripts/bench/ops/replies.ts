/** @module Answers to a message over the whole way to an emulated Discord, beside the library alone that sends them. */
import { defaultLimits } from "@flora/model";
import { createLogger } from "@flora/telemetry";
import { createRest } from "../../../apps/gateway/src/rest/client.ts";
import { act } from "../../../apps/gateway/src/testing/set-up.ts";
import { until } from "@flora/model/until";
import { type OneProcess, withOneProcess } from "../../../test/support/one-process.ts";
import { quantile, rounded, timed } from "../isolate/samples.ts";
import { Arrivals } from "./arrivals.ts";

/** The gateway lets so many requests of one guild wait for Discord at once. */
const LANES = 8;
const WARM_UP = 500;
const REPLIES = WARM_UP + 500;

const SCRIPT = `(async () => {
on("messageCreate", async (ctx) => {
  if (ctx.msg.author.bot) return;
  const lane = async (times) => { for (let n = 0; n < times; n++) await ctx.reply("pong " + n); };
  if (ctx.msg.content === "one") await lane(${REPLIES});
  else await Promise.all(Array.from({ length: ${LANES} }, () => lane(${REPLIES / LANES * 2})));
  await kv.store("bench").increment("done");
});
})()`;

const limits = {
  ...defaultLimits,
  dispatchTimeoutMs: 120_000,
  bootTimeoutMs: 20_000,
  opsPerSecond: 1_000_000,
  cpuBurstMs: 1_000_000,
  cpuPerDispatchMs: 60_000,
  turnTimeoutMs: 120_000,
};

export function measureReplies(): Promise<Record<string, number>> {
  return withOneProcess({ guilds: ["bench"], script: SCRIPT, limits }, async (parts) => {
    const { emulator, guildIds, person, storage } = parts;
    const guildId = guildIds[0]!;
    const { channelId, userId } = person(guildId);
    const arrivals = new Arrivals();
    emulator.world.bus.listen(({ t, d }) => {
      if (t === "MESSAGE_CREATE" && (d as { author: { id: string } }).author.id === emulator.botUserId) {
        arrivals.note();
      }
    });
    let runs = 0;
    const run = async (content: string) => {
      arrivals.clear();
      await act(emulator, `/channels/${channelId}/messages`, { userId, content });
      const done = String(++runs);
      await until(
        "the replies",
        async () => (await storage.kv.get(guildId, "bench", "done"))?.value === done,
        120_000,
      );
      return arrivals;
    };
    return {
      ...(await run("one")).spread("reply"),
      ...(await run("many")).perSecond("reply"),
      replyDirectP50Us: await measureLibrary(parts, channelId),
    };
  });
}

async function measureLibrary({ emulator }: OneProcess, channelId: string): Promise<number> {
  const log = createLogger({ name: "bench", level: "error" });
  const rest = createRest({ token: emulator.token, apiUrl: emulator.apiUrl, log });
  const samples = await timed(REPLIES, async (n) => {
    const response = await rest.queueRequest({
      method: "POST" as never,
      fullRoute: `/channels/${channelId}/messages`,
      body: { content: `pong ${n}` },
    });
    await response.json();
  });
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
  return rounded(1_000 * quantile(samples.slice(WARM_UP), 0.5));
}
