import assert from "node:assert/strict";
import { withGateway } from "./testing/set-up.ts";

Deno.test("placementHandlers().migrate moves no guild off the worker it is pinned to", () =>
  withGateway({ workers: ["worker-0", "worker-1"] }, async ({ guilds: [guild], control, deploy }) => {
    await deploy(guild!, { events: ["messageCreate"] });
    const guildId = guild!.id;
    const move = (worker: string) => control.call("migrate", { guildId, worker });
    const home = async () => (await control.call("placements", {})).map(({ worker }) => worker);
    await control.call("pin", { guildId, worker: "worker-0" });
    await assert.rejects(move("worker-1"), /to worker-1: it is pinned to worker-0/);
    assert.equal((await move("worker-0")).pauseMs, 0);
    assert.deepEqual(await home(), ["worker-0"]);
    await control.call("pin", { guildId, worker: null });
    await move("worker-1");
    assert.deepEqual(await home(), ["worker-1"]);
  }));
