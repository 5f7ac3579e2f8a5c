import assert from "node:assert/strict";
import { withGateway } from "./testing/set-up.ts";
import { until } from "@flora/model/until";

Deno.test("leave() moves the guilds of a worker that is about to stop to the others, their events with them", () =>
  withGateway(
    { workers: ["worker-0", "worker-1"], emulator: { guilds: Array.from({ length: 6 }, () => ({})) } },
    async (parts) => {
      const { guilds, workers: [first, second], deploy, act, control } = parts;
      for (const guild of guilds) await deploy(guild, { events: ["messageCreate"] });
      const say = async () => {
        for (const { channelId, userId } of guilds) {
          await act(`/channels/${channelId}/messages`, { userId, content: "x" });
        }
      };
      await say();
      await until("all", () => first!.frames.length + second!.frames.length === guilds.length);
      const before = second!.frames.length;
      assert.equal(await first!.leaving(), 0);
      const moved = first!.calls.filter(({ method }) => method === "dispose").length;
      assert.ok(moved > 0 && moved === second!.calls.filter(({ method }) => method === "thaw").length);
      await say();
      await until("all again", () => second!.frames.length === before + guilds.length);
      const { workers } = await control.call("status", {});
      assert.deepEqual(workers.map(({ guilds }) => guilds), [0, guilds.length]);
    },
  ));

Deno.test("leave() moves nothing where every worker stops", () =>
  withGateway({ workers: ["worker-0", "worker-1"] }, async ({ guilds: [guild], workers, deploy }) => {
    await deploy(guild!, { events: ["messageCreate"] });
    assert.deepEqual(await Promise.all(workers.map((worker) => worker.leaving())), [0, 0]);
    assert.ok(workers.every(({ calls }) => !calls.some(({ method }) => method === "freeze")));
  }));
