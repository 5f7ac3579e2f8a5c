/** @module The API held to its own description: whoever asks, whatever they send. */
import assert from "node:assert/strict";
import { dispose } from "@flora/bundler";
import fc from "fast-check";
import { type GuildId } from "@flora/model";
import type { Api } from "./context.ts";
import { HOME, OTHER } from "./testing/bench.ts";
import { rules } from "./access/rules.ts";
import { type Input, inputs } from "./testing/contract/inputs.ts";
import { type Answer, Judge } from "./testing/contract/judge.ts";
import { type Operation, readDocument } from "./testing/contract/operations.ts";
import { Provoker } from "./testing/contract/provoke.ts";
import { type Actor, actors, markers, openStage, type Stage } from "./testing/contract/stage.ts";

const REQUESTS = 100;
/** They bundle a project or copy the whole database. */
const SLOW = /deployments$|\/validate$|\/backup$/;
const SLOW_REQUESTS = 30;
type Sent = Omit<Input, "body"> & { body?: BodyInit };

async function ask(app: Api, method: string, input: Sent, token: string | null): Promise<Answer> {
  const headers = new Headers(input.headers);
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  const response = await app.fetch(
    new Request(`http://flora${input.url}`, { method, headers, body: input.body }),
  );
  const type = response.headers.get("content-type") ?? "";
  const retryAfter = response.headers.get("retry-after");
  if (type.startsWith("text/event-stream")) {
    await response.body?.cancel();
    return { status: response.status, type, retryAfter, text: "" };
  }
  return { status: response.status, type, retryAfter, text: await response.text() };
}

/** Whether the request still is one to this operation: some paths are other paths, once they are read. */
function isFor({ path }: Operation, { url }: Input): boolean {
  const parts = new URL(url, "http://flora").pathname.split("/");
  const pattern = path.split("/");
  return parts.length === pattern.length &&
    pattern.every((part, index) => part.startsWith("{") ? parts[index] !== "" : part === parts[index]);
}

function judgeAccess(
  { name, needs, path }: Operation,
  actor: Actor,
  { status, text }: Answer,
  guildId: GuildId,
): void {
  const where = `${actor}, ${name}: ${status} ${text.slice(0, 200)}`;
  if (needs === "nobody") return;
  if (actor === "nobody" || actor === "unknown") return assert.equal(status, 401, where);
  assert.notEqual(status, 401, where);
  const guilds: Partial<Record<Actor, GuildId>> = {
    stranger: OTHER,
    viewer: HOME,
    editor: HOME,
    admin: HOME,
  };
  const own = guilds[actor];
  if (own !== undefined && needs === "operator") assert.equal(status, 403, where);
  if (own !== undefined && path.startsWith("/api/guilds/{guildId}") && own !== guildId) {
    assert.equal(status, 403, where);
  }
}

/** What somebody says may be said back. */
function judgeSecrecy({ name }: Operation, actor: Actor, input: unknown, { text }: Answer): void {
  if (actor === "operator" || actor === "reader") return;
  const foreign = actor === "stranger" ? markers[HOME]! : markers[OTHER]!;
  if (JSON.stringify(input).includes(foreign)) return;
  assert.ok(!text.includes(foreign), `${actor} reads another guild by ${name}: ${text.slice(0, 500)}`);
}

/** Everything of a guild, to see whether it changes. */
async function contentsOf({ bench: { storage } }: Stage, guildId: GuildId): Promise<unknown> {
  return {
    current: await storage.deployments.current(guildId),
    stores: await storage.kv.stores(guildId, { limit: 100 }),
    values: await storage.kv.items(guildId, "s", { limit: 100, maxBytes: 1e6 }),
    schedules: await storage.schedules.list(guildId),
    secrets: await storage.secrets.list(guildId),
    settings: [...await storage.settings.read(guildId)],
    webhook: await storage.webhooks.find(guildId, "hook"),
    grants: await storage.grants.list(guildId),
  };
}

Deno.test("the API answers thousands of random requests as it describes, and no guild's people reach another", async () => {
  const stage = await openStage();
  await using bench = stage.bench;
  const described = readDocument(await bench.read(200, "GET", "/api/openapi.json", { token: null }));
  const judge = new Judge(described);
  const other = await contentsOf(stage, OTHER);
  const { old, live } = stage.revisions[HOME]!;
  const names = {
    revisionId: [old, live],
    from: [old, live],
    store: ["s", "t"],
    key: ["k", "a/b", ".."],
    name: ["KEY", "hook", markers[HOME]!],
    userId: ["910000000000000009"],
    id: ["nobody's"],
    token: [markers[HOME]!],
    "if-match": ['"2"', "*"],
  };
  let requests = 0;
  for (const operation of described.operations) {
    const numRuns = SLOW.test(operation.path) ? SLOW_REQUESTS : REQUESTS;
    const anything = fc.constantFrom(...actors).chain((actor) => {
      // Who may change any guild is kept from the one that must not change.
      const far = actor === "operator" ? [HOME] : [HOME, OTHER];
      const known = { ...names, guildId: actor === "stranger" ? [HOME] : far };
      return inputs(operation, known).map((input) => ({ actor, input }));
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ actor, input }) => {
        requests++;
        const answer = await ask(bench.app, operation.method, input, stage.tokens[actor]);
        judgeSecrecy(operation, actor, input, answer);
        if (!isFor(operation, input)) return;
        judge.judge(operation, answer);
        if (operation.needs !== "nobody") assert.ok(answer.status < 500, `${operation.name}: ${answer.text}`);
        judgeAccess(operation, actor, answer, input.url.includes(OTHER) ? OTHER : HOME);
      }),
      { numRuns },
    );
  }
  assert.deepEqual(await contentsOf(stage, OTHER), other);
  assert.ok(requests >= 5_000, `${requests} requests`);
  await dispose();
});

Deno.test("every error that stands before a route or that a guarded one describes can be brought about, and looks as described", async () => {
  const stage = await openStage();
  await using bench = stage.bench;
  const described = readDocument(await bench.read(200, "GET", "/api/openapi.json", { token: null }));
  const judge = new Judge(described);
  const provoker = await Provoker.open(stage);
  const never: string[] = [];
  let errors = 0;
  for (const operation of described.operations) {
    const { name, needs, responses } = operation;
    if (rules[name]!.proof === "session") continue;
    const all = Object.keys(responses).map(Number).filter((status) => status >= 400);
    for (const status of needs === "nobody" ? [429] : all) {
      const seen: string[] = [];
      for (const attempt of await provoker.attempts(operation, status)) {
        const { app, method, url, headers, body, token } = await attempt();
        const answer = await ask(app, method, { url, headers, ...(method !== "GET" && { body }) }, token);
        judge.judge(operation, answer);
        seen.push(String(answer.status));
        if (answer.status === status) break;
      }
      errors++;
      if (seen.at(-1) !== String(status)) never.push(`${name}: ${status} (came: ${seen})`);
    }
  }
  assert.deepEqual(never, []);
  assert.ok(errors > 300, `${errors} errors`);
  await dispose();
});

/** What changes nothing of anybody's, what another log tells of, and what nobody has a name for yet. */
const UNTOLD = [
  "POST /hooks/{guildId}/{name}/{token}",
  "POST /api/auth/device/code",
  "POST /api/auth/device/token",
  "POST /api/guilds/{guildId}/validate",
];

Deno.test("the audit log has one entry for each route that changes something, and none for those that read", async () => {
  const stage = await openStage();
  await using bench = stage.bench;
  const { audit } = bench.storage;
  const described = readDocument(await bench.read(200, "GET", "/api/openapi.json", { token: null }));
  const provoker = await Provoker.open(stage);
  const newest = async () => (await audit.read(null, { limit: 1 }))[0];
  for (const operation of described.operations) {
    const { change, proof } = rules[operation.name]!;
    // A person has to be there: the tests of logging in tell of it.
    if (proof === "session" || operation.name === "POST /api/auth/logout") continue;
    const reads = operation.method === "GET" || UNTOLD.includes(operation.name);
    assert.equal(change === undefined, reads, operation.name);
    const { app, method, url, headers, body, token } = await provoker.taken(operation);
    const before = await newest();
    const answer = await ask(app, method, { url, headers, ...(method !== "GET" && { body }) }, token);
    const after = await newest();
    if (reads) {
      assert.deepEqual(after, before, operation.name);
      continue;
    }
    assert.ok(answer.status < 300, `${operation.name}: ${answer.status} ${answer.text}`);
    const { seq, action, outcome, guildId } = after!;
    assert.equal(seq, (before?.seq ?? 0) + 1, operation.name);
    const isOfGuild = operation.path.includes("{guildId}");
    assert.deepEqual([action, outcome, guildId], [change, "done", isOfGuild ? HOME : undefined]);
  }
  await dispose();
});
