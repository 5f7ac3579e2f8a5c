import assert from "node:assert/strict";
import { DispatchTable } from "./dispatch-table.ts";

Deno.test("DispatchTable refuses calls of a dispatch that outlived its deadline only", () => {
  const table = new DispatchTable();
  for (const id of ["a", "b"]) table.begin(id, `event-${id}`);
  table.end("a", true);
  table.end("b", false);
  assert.equal(table.mayCall("a"), false);
  assert.equal(table.mayCall("b"), true);
  assert.equal(table.eventOf("b"), "event-b");
  assert.equal(table.eventOf("c"), undefined);
});

Deno.test("DispatchTable.whenIdle() waits for every running dispatch", async () => {
  const table = new DispatchTable();
  await table.whenIdle();
  table.begin("a", "x");
  table.begin("b", "x");
  let idle = false;
  const waiting = table.whenIdle().then(() => idle = true);
  table.end("a", false);
  await Promise.resolve();
  assert.equal(idle, false);
  table.end("b", true);
  await waiting;
});

Deno.test("DispatchTable remembers a bounded number of ended dispatches", () => {
  const table = new DispatchTable();
  for (let i = 0; i < 3_000; i++) {
    table.begin(`${i}`, "x");
    table.end(`${i}`, true);
  }
  assert.equal(table.eventOf("0"), undefined);
  assert.equal(table.eventOf("2999"), "x");
  assert.equal(table.mayCall("2999"), false);
});
