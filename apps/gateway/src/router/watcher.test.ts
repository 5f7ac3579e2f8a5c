import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { moveWatcher, noWatcher, type ReachedStep } from "./watcher.ts";

const step: ReachedStep = {
  step: "freeze",
  guildId: "100000000000000001" as GuildId,
  from: "worker-0",
  to: "worker-1",
};

Deno.test("moveWatcher() tells a step and waits for the answer", async () => {
  const told: unknown[] = [];
  const answer = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    told.push(await request.json());
    arrived.resolve();
    await answer.promise;
    return new Response("seen");
  });
  let over = false;
  const waiting = moveWatcher(`http://127.0.0.1:${server.addr.port}`)(step).then(() => over = true);
  await arrived.promise;
  assert.deepEqual([told, over], [[step], false]);
  answer.resolve();
  await waiting;
  await server.shutdown();
});

Deno.test("moveWatcher() goes on where nobody watches", async () => {
  assert.equal(moveWatcher(undefined), noWatcher);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response());
  const { port } = server.addr;
  await server.shutdown();
  await moveWatcher(`http://127.0.0.1:${port}`)(step);
});

Deno.test("moveWatcher() names an address that is none", () => {
  assert.throws(() => moveWatcher("nowhere"), /FLORA_MOVE_WATCHER is no address: "nowhere"/);
});
