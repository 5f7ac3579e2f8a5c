import assert from "node:assert/strict";
import { nearest } from "./nearest.ts";

Deno.test("nearest() finds dropped, swapped and replaced letters, whatever the case", () => {
  const known = ["port", "workers", "dataDir"];
  assert.equal(nearest("prot", known), "port");
  assert.equal(nearest("worker", known), "workers");
  assert.equal(nearest("datadir", known), "dataDir");
});

Deno.test("nearest() suggests nothing far away", () => {
  assert.equal(nearest("kubernetes", ["port", "workers"]), undefined);
});
