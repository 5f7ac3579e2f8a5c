import assert from "node:assert/strict";
import { isForOperator, listenError, OperatorError } from "./operator-error.ts";

Deno.test("listenError() names the address, why it cannot be had, and the setting that chooses another", () => {
  const told = (error: object) =>
    listenError(error, { host: "127.0.0.1", port: 3000, setting: "FLORA_PORT" }).message;
  const inUse = Object.assign(new Error("x"), { code: "EADDRINUSE" });
  assert.equal(
    told(inUse),
    "Cannot listen on 127.0.0.1:3000: the port is in use; choose another with FLORA_PORT",
  );
  assert.match(told(Object.assign(new Error("x"), { code: "EACCES" })), /not permitted; .* FLORA_PORT$/);
  assert.match(told(new Error("no such address")), /^Cannot listen on 127\.0\.0\.1:3000: no such address$/);
});

Deno.test("isForOperator() tells errors by their mark, whichever package they come from", () => {
  assert.ok(isForOperator(new OperatorError("x")));
  assert.ok(isForOperator(Object.assign(new Error("x"), { forOperator: true })));
  assert.ok(!isForOperator(new Error("x")) && !isForOperator({ forOperator: true }) && !isForOperator(null));
});
