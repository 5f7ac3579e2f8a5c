import assert from "node:assert/strict";
import { UsageError } from "../failure.ts";
import { parseSince } from "../read-values.ts";
import { parseSubject } from "./why.ts";

Deno.test("parseSince() takes a span or a time, and nothing else", () => {
  const now = Date.UTC(2030, 0, 2);
  assert.equal(parseSince("10m", now), now - 600_000);
  assert.equal(parseSince("1d", now), Date.UTC(2030, 0, 1));
  assert.equal(parseSince("2030-01-01T12:00Z", now), Date.UTC(2030, 0, 1, 12));
  assert.equal(parseSince("999999999d", now), 0);
  for (const text of ["", "10", "m", "10 minutes", "-1h", "soon"]) {
    assert.throws(() => parseSince(text, now), UsageError, text);
  }
});

Deno.test("parseSubject() tells messages from commands", () => {
  const message = "910000000000000005";
  assert.deepEqual(parseSubject(message), { message });
  assert.deepEqual(parseSubject(`https://discord.com/channels/1/2/${message}`), { message });
  assert.deepEqual(parseSubject("/roll"), { command: "roll" });
  assert.deepEqual(parseSubject("vote/1"), { command: "vote/1" });
});
