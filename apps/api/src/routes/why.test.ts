import assert from "node:assert/strict";
import { emptyManifest, newRevisionId } from "@flora/model";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const path = `/api/guilds/${HOME}/why`;

Deno.test("GET why asks the gateway for a message, a command or a time, and for the caller's own guilds only", async () => {
  await using bench = await Bench.open();
  const record = { at: 5, reason: "threw", event: "messageCreate", detail: "oops" } as const;
  bench.gateway.why = { countedSince: 1, counts: [], records: [record], hints: ["No script."] };
  assert.deepEqual(await bench.read(200, "GET", path), bench.gateway.why);
  await bench.read(200, "GET", `${path}?command=%2Froll&since=5`);
  await bench.read(200, "GET", `${path}?message=910000000000000005`);
  assert.deepEqual(bench.gateway.asked, [
    {},
    { command: "roll", since: 5 },
    { messageId: "910000000000000005" },
  ]);
  for (const query of ["message=1", "message=x", "since=-1", "since=x", "command="]) {
    const problem = await bench.read(400, "GET", `${path}?${query}`);
    assert.equal(problem.code, "INVALID_REQUEST", query);
  }
  const foreign = await bench.addToken("other", { guildIds: [OTHER] });
  await bench.read(403, "GET", path, { token: foreign });
  await bench.read(401, "GET", path, { token: null });
});

Deno.test("GET why tells which requests to a webhook got no further than the API, and why", async () => {
  await using bench = await Bench.open({ limits: { webhooksPerSecond: 3, webhookBytes: 10 } });
  const { deployments, webhooks } = bench.storage;
  const id = newRevisionId();
  const body = { createdAt: 1, createdBy: "test", entry: "main.ts", code: "", sourceMap: "", sources: {} };
  await deployments.putRevision({ id, guildId: HOME, ...body, manifest: emptyManifest });
  const hook = { name: "hook", signature: "github", secret: "KEY" } as const;
  await deployments.activate(HOME, id, { ...emptyManifest, webhooks: [hook] });
  const token = await webhooks.ensure(HOME, "hook", "t".repeat(32), 16);
  const post = async (body: BodyInit) => {
    const response = await bench.send("POST", `/hooks/${HOME}/hook/${token}`, { body, token: null });
    await response.body?.cancel();
    return response.status;
  };
  const statuses = [await post("x".repeat(11)), await post("{}"), await post(new Uint8Array([255]))];
  assert.deepEqual(statuses, [413, 401, 400]);
  // More than are earned back while they come, also where they come slowly.
  const more = await Promise.all(Array.from({ length: 60 }, () => post("{}")));
  assert.ok(more.includes(429), String(more));
  const { records } = await bench.read(200, "GET", `${path}?command=hook`);
  const reasons: string[] = records.map(({ reason }: { reason: string }) => reason);
  assert.deepEqual([...new Set(reasons)].sort(), ["sender-refused", "too-large", "too-often"]);
  const { records: others } = await bench.read(200, "GET", `/api/guilds/${OTHER}/why`);
  assert.deepEqual(others, []);
});
