import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import type { GuildId } from "@flora/model";
import type { ReachedStep } from "../../apps/gateway/src/router/watcher.ts";
import { StepTrap } from "./step-trap.ts";

const reached: ReachedStep = { guildId: "1" as GuildId, step: "release", from: "worker-0", to: "worker-1" };

function tell(trap: StepTrap): Promise<Response> {
  return fetch(trap.url, { method: "POST", body: JSON.stringify(reached) });
}

Deno.test("StepTrap outlives whoever dies while it tells a step, which then was not reached", async () => {
  await using trap = await StepTrap.open();
  const body = JSON.stringify(reached);
  const socket = connect(Number(new URL(trap.url).port), "127.0.0.1");
  const head = `POST / HTTP/1.1\r\nhost: trap\r\ncontent-length: ${body.length}\r\n\r\n`;
  socket.end(head + body.slice(0, 10)).resume();
  await once(socket, "close");
  assert.equal(trap.moved, 0);
  await (await tell(trap)).body?.cancel();
  assert.equal(trap.moved, 1);
});

Deno.test("StepTrap springs once, at the step of the guild it was set for", async () => {
  await using trap = await StepTrap.open();
  let sprung = 0;
  const spring = () => Promise.resolve(void sprung++);
  trap.set({ guildId: "2", step: "release", spring });
  await (await tell(trap)).body?.cancel();
  assert.equal(await trap.clear(), false);
  trap.set({ guildId: "1", step: "release", spring });
  await (await tell(trap)).body?.cancel();
  await (await tell(trap)).body?.cancel();
  assert.equal(await trap.clear(), true);
  assert.equal(await trap.clear(), false, "that was told already");
  assert.equal(sprung, 1);
});

Deno.test("StepTrap tells whoever clears it what a spring failed at, and goes on", async () => {
  await using trap = await StepTrap.open();
  trap.set({ guildId: "1", step: "release", spring: () => Promise.reject(new Error("no such process")) });
  await assert.rejects(tell(trap));
  await assert.rejects(trap.clear(), /no such process/);
  await (await tell(trap)).body?.cancel();
  assert.equal(trap.moved, 2);
});
