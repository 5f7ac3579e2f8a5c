import assert from "node:assert/strict";
import { WebSocketManager, WebSocketShardEvents } from "@discordjs/ws";
import { REST } from "@discordjs/rest";
import { withEmulator } from "../testdata/harness.ts";

Deno.test("@discordjs/ws 2 connects to it, receives and resumes", () =>
  withEmulator({}, async ({ emulator, act, generalId, ownerId }) => {
    const rest = new REST({ version: "10", api: emulator.apiUrl }).setToken(emulator.token);
    const manager = new WebSocketManager({
      token: emulator.token,
      intents: 1 | (1 << 9) | (1 << 15),
      rest,
      buildIdentifyThrottler: () => Promise.resolve({ waitForIdentify: () => Promise.resolve() }),
    });
    const contents: string[] = [];
    const arrivals = new EventTarget();
    const note = (content: string) => {
      contents.push(content);
      arrivals.dispatchEvent(new Event("arrival"));
    };
    manager.on(WebSocketShardEvents.Dispatch, (payload) => {
      if (payload.t === "MESSAGE_CREATE") note(payload.d.content);
    });
    manager.on(WebSocketShardEvents.Resumed, () => note("(resumed)"));
    const arrived = (content: string) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`"${content}" did not arrive: ${contents}`)), 20_000);
        const check = () => {
          if (!contents.includes(content)) return;
          clearTimeout(timer);
          arrivals.removeEventListener("arrival", check);
          resolve();
        };
        arrivals.addEventListener("arrival", check);
        check();
      });
    await manager.connect();
    await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "before" });
    await arrived("before");
    await act("POST", "/faults", { kind: "closeSockets", code: 4000 });
    await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "meanwhile" });
    await arrived("(resumed)");
    await arrived("meanwhile");
    assert.deepEqual(contents.toSorted(), ["(resumed)", "before", "meanwhile"]);
    await manager.destroy();
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }));
