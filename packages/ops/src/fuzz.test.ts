import assert from "node:assert/strict";
import fc from "fast-check";
import { scriptErrorCodes } from "@flora/model";
import { hostHalves } from "./hosts.ts";
import { openLoopback, OWN_GUILD } from "./testing/loopback.ts";

/** Words that get arguments past the first check of some op. */
const words = [
  "s",
  "k",
  "300000000000000003",
  "messages.send",
  "reactions.add",
  "members.edit",
  "commands.replace",
  "https://example.test/",
  "POST",
  "info",
  "👍",
  "\ud800",
  "\0",
  "__proto__",
  "eA==",
];
const keys = [
  "store",
  "key",
  "value",
  "metadata",
  "by",
  "limit",
  "prefix",
  "url",
  "method",
  "headers",
  "bodyBase64",
  "route",
  "params",
  "query",
  "body",
  "files",
  "reason",
  "interaction",
  "type",
  "data",
  "messageId",
  "level",
  "message",
  "content",
  "embeds",
  "components",
  "channelId",
  "emoji",
  "userId",
  "custom_id",
  "options",
  "name",
  "description",
  "at",
  "payload",
  "status",
];

const json = (handle: string) =>
  fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom(...words, handle),
      fc.string(),
      fc.integer({ min: -1, max: 20 }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    ),
    object: fc.dictionary(fc.constantFrom(...keys), tie("any"), { maxKeys: 8 }),
    any: fc.oneof({ depthSize: "small" }, tie("leaf"), tie("object"), fc.array(tie("any"), { maxLength: 4 })),
  })).object;

Deno.test("createServer() answers any call with a result or a code of the closed set, and never blames flora", async () => {
  await using loop = await openLoopback({
    http: { resolve: async () => [] },
    limits: { opsPerSecond: 1_000_000, kvQuotaBytes: 10_000 },
  });
  const handle = loop.interactions.issue(OWN_GUILD, {
    interactionId: "300000000000000003",
    applicationId: "400000000000000004",
    token: "t",
    type: 3,
  });
  const names = [...hostHalves.keys()];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), json(handle), async (name, args) => {
      const wire = JSON.parse(JSON.stringify({ args })).args;
      const reply = await loop.serve(loop.context, { generation: 7, dispatchId: "d1", name, args: wire });
      if ("ok" in reply) return;
      assert.ok(scriptErrorCodes.includes(reply.error.code));
      assert.notEqual(
        reply.error.code,
        "INTERNAL",
        `${name} ${JSON.stringify(args)} ${loop.problems.at(-1)?.error}`,
      );
    }),
    { numRuns: 3000 },
  );
});
