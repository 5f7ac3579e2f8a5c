import assert from "node:assert/strict";
import { createLogger } from "./log.ts";
import { at, here, inSpan } from "./span.ts";

const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

Deno.test("inSpan() tells what runs in it where it belongs, and passes on what it is given", async () => {
  assert.deepEqual(here(), {});
  const seen = await inSpan("turn", { dispatchId: "d1", trace }, async () => {
    await new Promise((next) => setTimeout(next));
    return [here(), await inSpan("op", {}, () => Promise.resolve(here()))];
  });
  assert.deepEqual(seen, [{ dispatchId: "d1", trace }, { dispatchId: "d1", trace }]);
  assert.deepEqual(here(), {});
});

Deno.test("inSpan() rejects as its body does, and takes no nonsense for a trace", async () => {
  await assert.rejects(inSpan("x", { trace: "nonsense" }, () => Promise.reject(new Error("body"))), /body/);
});

Deno.test("createLogger() names the dispatch in every line about one", () => {
  const lines: string[] = [];
  const log = createLogger({ name: "worker-0", write: (line) => lines.push(line) });
  log.info("outside");
  at({ dispatchId: "d1" }, () => log.info({ guildId: "g" }, "inside"));
  assert.equal(JSON.parse(lines[0]!).dispatchId, undefined);
  assert.deepEqual([JSON.parse(lines[1]!).dispatchId, JSON.parse(lines[1]!).guildId], ["d1", "g"]);
});
