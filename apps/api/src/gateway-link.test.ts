import assert from "node:assert/strict";
import { ControlError, type UserId } from "@flora/model";
import { until } from "@flora/model/until";
import { openStorage } from "@flora/storage";
import { GatewayLink } from "./gateway-link.ts";
import { HOME } from "./testing/bench.ts";
import { ScriptedGateway } from "./testing/scripted-gateway.ts";

const SECRET = "a secret of this test";

Deno.test("GatewayLink.attend() answers the gateway, and the next one after that", async () => {
  const storage = await openStorage("sqlite::memory:");
  const first = await ScriptedGateway.start(storage, SECRET);
  const link = new GatewayLink({ host: "127.0.0.1", port: first.port, secret: SECRET });
  const member = { guildId: HOME, userId: "910000000000000010" as UserId, name: "ada" };
  const asked = { member, command: "status", options: {} };
  try {
    await link.attend({
      command: ({ command }) =>
        command === "status"
          ? Promise.resolve({ content: "fine" })
          : Promise.reject(new ControlError("NOT_FOUND", "no such command")),
      complete: () => Promise.resolve({ choices: [] }),
    });
    assert.deepEqual(await first.ask("command", asked), { content: "fine" });
    await assert.rejects(first.ask("command", { ...asked, command: "x" }), /no such command/);
    const { port } = first;
    await first.die();
    const second = await ScriptedGateway.start(storage, SECRET, port);
    await until("it to attend again", () => second.calls.some(({ method }) => method === "attend"));
    assert.deepEqual(await second.ask("command", asked), { content: "fine" });
    await second.die();
  } finally {
    await link.close();
    await storage.close();
  }
});
