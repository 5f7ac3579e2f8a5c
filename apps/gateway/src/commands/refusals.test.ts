import assert from "node:assert/strict";
import type { Refusal } from "@flora/discord";
import { notRegistered, notValid } from "./refusals.ts";

const commands = [{ name: "a" }, { name: "b" }];
const refusal = (more: Partial<Refusal>): Refusal => ({
  ok: false,
  kind: "discord",
  status: 400,
  message: "Invalid Form Body",
  ...more,
});
const required = { _errors: [{ code: "BASE_TYPE_REQUIRED", message: "This field is required" }] };

Deno.test("notRegistered() names command and field, of one command as of many", () => {
  const many = notRegistered(refusal({ fields: { 1: { options: { 0: { name: required } } } } }), commands);
  const one = notRegistered(refusal({ fields: { options: { 0: { name: required } } } }), commands, 1);
  for (const error of [many, one]) {
    assert.equal(error.code, "COMMANDS_REJECTED");
    assert.equal(error.details.field, "commands.1.options.0.name");
    assert.equal(error.message, 'Cannot register command "b": options.0.name: This field is required');
  }
  const plain = notRegistered(refusal({ message: "Missing Access" }), commands);
  assert.equal(plain.message, "Cannot register commands: Missing Access");
});

Deno.test("notRegistered() tells what is Discord's trouble from what is the author's", () => {
  const limited = notRegistered(
    refusal({ kind: "rate-limited", message: "slow down", retryAfterMs: 1_500 }),
    commands,
  );
  assert.deepEqual([limited.code, limited.message], [
    "UNAVAILABLE",
    "Cannot register commands: slow down, try again in 2 s",
  ]);
  assert.equal(notRegistered(refusal({ status: 503 }), commands).code, "UNAVAILABLE");
});

Deno.test("notValid() keeps every problem, those of the whole list too", () => {
  const error = notValid([
    { path: "commands", message: "101 slash commands, at most 100" },
    { path: "commands.0.name", message: "must be lower-case" },
  ], commands);
  assert.equal(error.message, "Cannot register commands: 101 slash commands, at most 100");
  assert.deepEqual((error.details.problems as { command?: string }[]).map(({ command }) => command), [
    undefined,
    "a",
  ]);
});
