/** @module Random sequences of KV calls, judged against a plain map; the clock jumps both ways. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { KvQuotaError } from "../src/contract.ts";
import { type CaseContext, type Cases, guild } from "./backend.ts";
import { Model, QUOTA } from "./kv-model.ts";

const key = fc.constantFrom("a", "ab", "b", "é", "\uffff", "\u{1f600}", "a\u{1f600}");
const prefix = fc.constantFrom("", "a", "\u{1f600}", "none");
const number = fc.constantFrom("1", "-3", "007", "2.5", "-0", "2.50", "1e3", " 1", "1.", ".5", "--5", "5\0");
const value = fc.oneof(number, fc.constantFrom("x", "\0"), fc.string({ maxLength: 12 }));
const metadata = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 9 }), fc.constant({ a: "\0" }));
const command = fc.oneof(
  fc.record({
    do: fc.constant("set" as const),
    key,
    value,
    metadata,
    lifetime: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    condition: fc.constantFrom("none", "absent", "current", "stale"),
  }),
  fc.record({ do: fc.constant("increment" as const), key, by: fc.integer({ min: -20, max: 20 }) }),
  fc.record({ do: fc.constant("updateMetadata" as const), key, metadata }),
  fc.record({ do: fc.constant("delete" as const), key }),
  fc.record({ do: fc.constant("clear" as const), prefix }),
  fc.record({ do: fc.constant("read" as const), prefix, limit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant("jump" as const), seconds: fc.integer({ min: -3, max: 3 }) }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
type KeyCommand = Extract<Command, { key: string }>;

async function attempt<T>(call: Promise<T>): Promise<T | "refused"> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof KvQuotaError) return "refused";
    throw error;
  }
}

/** Runs one command on both sides and compares the answers. */
async function step(context: CaseContext, model: Model, action: Command): Promise<void> {
  const { kv } = context.storage;
  switch (action.do) {
    case "jump":
      return await jump(context, model, action.seconds);
    case "read":
      return await compareRange(kv, model, action.prefix, action.limit);
    case "clear": {
      const gone = model.names(action.prefix);
      assert.equal(await kv.clear(guild, "s", { prefix: action.prefix }), gone.length);
      for (const name of [...model.entries.keys()]) {
        if (name.startsWith(action.prefix)) model.entries.delete(name);
      }
      return;
    }
    default:
      return await stepKey(context, model, action);
  }
}

/** What had expired may be there again after a jump back, or may have been removed: then the backend decides. */
async function jump({ storage: { kv }, clock }: CaseContext, model: Model, seconds: number): Promise<void> {
  const expired = [...model.entries.keys()].filter((key) => !model.live(key));
  clock.advance(seconds * 1000);
  for (const name of expired) {
    if (model.live(name) && !(await kv.get(guild, "s", name))) model.entries.delete(name);
  }
}

async function stepKey({ storage: { kv }, clock }: CaseContext, model: Model, action: KeyCommand) {
  const found = model.live(action.key);
  const stored = async () => (await kv.get(guild, "s", action.key))!.version;
  switch (action.do) {
    case "set": {
      const { value, metadata } = action;
      const expiration = action.lifetime === undefined ? undefined : clock.seconds + action.lifetime;
      const current = found?.version ?? 0;
      const ifVersion = { none: undefined, absent: 0, current, stale: current + 1_000_000 }[action.condition];
      const answer = await attempt(
        kv.set(guild, "s", action.key, value, { metadata, expiration, ifVersion, quotaBytes: QUOTA }),
      );
      if (ifVersion !== undefined && ifVersion !== current) return assert.equal(answer, null);
      if (model.refuses(action.key, action)) return assert.equal(answer, "refused");
      assert.ok(typeof answer === "number" && answer > current);
      model.entries.set(action.key, { value, metadata, expiration, version: answer });
      return;
    }
    case "increment": {
      const answer = await attempt(kv.increment(guild, "s", action.key, action.by, QUOTA));
      const before = found?.value ?? "0";
      if (!/^-?\d+$/.test(before)) return assert.equal(answer, null);
      const next = { metadata: null, ...found, value: String(Number(before) + action.by) };
      if (model.refuses(action.key, next)) return assert.equal(answer, "refused");
      assert.equal(String(answer), next.value);
      model.entries.set(action.key, { ...next, version: await stored() });
      return;
    }
    case "updateMetadata":
      assert.equal(await kv.updateMetadata(guild, "s", action.key, action.metadata), found !== undefined);
      if (found) {
        model.entries.set(action.key, { ...found, metadata: action.metadata, version: await stored() });
      }
      return;
    case "delete":
      assert.equal(await kv.delete(guild, "s", action.key), found !== undefined);
      model.entries.delete(action.key);
  }
}

async function compareRange(kv: CaseContext["storage"]["kv"], model: Model, prefix: string, limit: number) {
  const names: string[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await kv.list(guild, "s", { prefix, limit, cursor });
    names.push(...page.keys.map(({ name }) => name));
    assert.equal(page.complete, page.cursor === undefined);
    cursor = page.cursor;
  }
  assert.deepEqual(names, model.names(prefix));
  const items: Record<string, unknown>[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await kv.items(guild, "s", { prefix, limit, maxBytes: 20, cursor });
    items.push(...page.items.map((item) => ({ expiration: undefined, ...item })));
    assert.equal(page.complete, page.cursor === undefined);
    assert.ok(page.items.length <= limit);
    const size = page.items.reduce((sum, item) => sum + model.size(item.name, item), 0);
    assert.ok(page.items.length === 1 || size <= 20);
    cursor = page.cursor;
  }
  assert.deepEqual(items, names.map((name) => ({ name, expiration: undefined, ...model.live(name) })));
  assert.equal(await kv.count(guild, "s", { prefix }), names.length);
  const ranking = model.ranking(prefix);
  assert.deepEqual(await kv.top(guild, "s", { prefix, limit }), ranking.slice(0, limit));
  for (const name of model.entries.keys()) {
    const place = ranking.findIndex((entry) => entry.name === name) + 1;
    assert.equal(await kv.rank(guild, "s", name, { prefix }), place || null);
  }
}

async function compareAll({ storage: { kv } }: CaseContext, model: Model): Promise<void> {
  assert.equal(await kv.usedBytes(guild), model.used());
  const names = [...model.entries.keys(), "never set"];
  const found = await kv.getMany(guild, "s", names);
  for (const [index, name] of names.entries()) {
    const wanted = model.live(name);
    const entry = found[index]!;
    assert.deepEqual(
      entry && { expiration: undefined, ...entry },
      wanted ? { expiration: undefined, ...wanted } : null,
    );
    assert.deepEqual(await kv.get(guild, "s", name), entry);
  }
}

export const kvRandomCases: Cases = {
  "kv behaves like a plain map under random calls and a clock that jumps": async (context) => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40, size: "max" }), async (commands) => {
        await context.storage.kv.clear(guild, "s", {});
        const model = new Model(() => context.clock.seconds);
        for (const action of commands) {
          await step(context, model, action);
          await compareAll(context, model);
        }
      }),
      { numRuns: 100 },
    );
  },
};
