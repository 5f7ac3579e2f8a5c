import assert from "node:assert/strict";
import { readSettingText, readSince, readSubject } from "./asked.ts";

Deno.test("readSince() takes a span or a time, and nothing else", () => {
  const now = Date.UTC(2030, 0, 2);
  assert.equal(readSince("10m", now), now - 600_000);
  assert.equal(readSince("1d", now), Date.UTC(2030, 0, 1));
  assert.equal(readSince("2030-01-01T12:00Z", now), Date.UTC(2030, 0, 1, 12));
  assert.equal(readSince("999999999d", now), 0);
  for (const text of ["", "10", "m", "10 minutes", "-1h", "soon"]) {
    assert.equal(readSince(text, now), undefined, text);
  }
});

Deno.test("readSubject() tells messages from commands", () => {
  const message = "910000000000000005";
  assert.deepEqual(readSubject(message), { message });
  assert.deepEqual(readSubject(`https://discord.com/channels/1/2/${message}`), { message });
  assert.deepEqual(readSubject("/roll"), { command: "roll" });
  assert.deepEqual(readSubject("vote/1"), { command: "vote/1" });
});

Deno.test("readSettingText() reads by the setting's type", () => {
  assert.equal(readSettingText("number", "1.5"), 1.5);
  assert.equal(readSettingText("number", " "), undefined);
  assert.equal(readSettingText("number", "1e999"), undefined);
  assert.deepEqual(["YES", "off"].map((text) => readSettingText("boolean", text)), [true, false]);
  for (const text of ["maybe", "constructor"]) assert.equal(readSettingText("boolean", text), undefined);
  assert.equal(readSettingText("string", "1"), "1");
});
