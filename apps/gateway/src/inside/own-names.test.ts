import assert from "node:assert/strict";
import { ControlError } from "@flora/model";
import { withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";

Deno.test("a script that registers one of flora's own commands is refused, and what ran goes on", () =>
  withGateway({}, async ({ guilds: [guild], deploy, control, emulator, workers: [worker] }) => {
    const fine = { name: "roll", description: "Rolls" };
    const before = await deploy(guild!, { commands: [fine] });
    for (const taken of [{ name: "flora", description: "Mine" }, { type: 3, name: "Deploy with flora" }]) {
      await assert.rejects(
        deploy(guild!, { commands: [fine, taken] }),
        (error: ControlError) =>
          /flora answers it itself/.test(error.message) ||
          /flora answers it itself/.test(String(error.cause)),
      );
    }
    await deploy(guild!, { commands: [fine, { type: 2, name: "flora" }] });
    assert.ok(before);
    const guildId = guild!.id;
    for (const body of [{ name: "flora", description: "x" }, [fine, { name: "flora", description: "x" }]]) {
      const route = Array.isArray(body) ? "commands.replace" : "commands.create";
      const answer = await worker!.discord({ guildId, route, body });
      assert.ok(!answer.ok && answer.kind === "invalid" && /choose another name/.test(answer.message), route);
    }
    const { commands } = emulator.world.guilds.get(guildId)!;
    const [id] = commands.keys();
    const params = { commandId: id! };
    const renamed = await worker!.discord({
      guildId,
      route: "commands.edit",
      params,
      body: { name: "flora" },
    });
    assert.ok(!renamed.ok);
    await control.call("undeploy", { guildId });
    await until("flora's own to be there", () => emulator.world.globalCommands.size === 2);
    assert.equal(commands.size, 0, "the guild's are gone");
    assert.deepEqual([...emulator.world.globalCommands.values()].map(({ name }) => name).sort(), [
      "Deploy with flora",
      "flora",
    ]);
  }));
