import assert from "node:assert/strict";
import { createLogger } from "./log.ts";

// Put together at run time: a text of this shape in a file would look like a leaked token.
const botToken = ["MTIzNDU2Nzg5MDEyMzQ1Njc4", "GabcDE", "x".repeat(38)].join(".");

function collect(level?: "debug" | "info") {
  const lines: string[] = [];
  const log = createLogger({ name: "worker-0", level, write: (line) => lines.push(line) });
  return { log, last: () => JSON.parse(lines.at(-1)!), lines };
}

Deno.test("createLogger() writes JSON lines with name, level and child fields", () => {
  const { log, last, lines } = collect();
  log.child({ guildId: "1" }).info({ ms: 3 }, "Loaded");
  assert.equal(lines.length, 1);
  const { time, ...rest } = last();
  assert.equal(typeof time, "number");
  assert.deepEqual(rest, { level: "info", name: "worker-0", guildId: "1", ms: 3, msg: "Loaded" });
  log.debug("unseen");
  assert.equal(lines.length, 1);
});

Deno.test("createLogger() redacts secret-named fields at any depth", () => {
  const { log, lines } = collect();
  log.info({ a: { b: [{ headers: { Authorization: "Bot zzz" }, botToken: "zzz" }] }, secret: "zzz" }, "x");
  log.child({ token: "zzz" }).info("x");
  assert.equal(lines.length, 2);
  for (const line of lines) assert.doesNotMatch(line, /zzz/);
});

Deno.test("createLogger() redacts Discord tokens inside messages, URLs and errors", () => {
  const { log, lines } = collect();
  const url = `https://discord.com/api/v10/webhooks/123456789012345678/${"t".repeat(60)}/messages/@original`;
  log.info(`login with ${botToken}`);
  log.error({ err: Object.assign(new Error(`Cannot reach ${url}`), { url, token: "zzz" }) }, "failed");
  assert.doesNotMatch(lines.join(""), /x{38}|t{60}|zzz/);
  assert.match(lines[1]!, /"stack":/);
  assert.match(lines[1]!, /webhooks\/123456789012345678\/\[redacted\]\/messages/);
});

Deno.test("createLogger() leaves ordinary fields alone", () => {
  const { log, last } = collect();
  log.info({ tokens: 3, at: new Date(0), list: [1, "two"] }, "x");
  assert.equal(last().at, "1970-01-01T00:00:00.000Z");
  assert.deepEqual(last().list, [1, "two"]);
  assert.equal(last().tokens, 3);
});
