/** @module Random sequences of KV calls, judged against the plainest thing that could work. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { KvQuotaError } from "../src/contract.ts";
import { type CaseContext, type Cases, guild } from "./backend.ts";

interface Entry {
  value: string;
  metadata: unknown;
  expiration?: number;
  version: number;
}

const QUOTA = 60;
const bytes = (text: string) => new TextEncoder().encode(text).length;
const compare = (left: string, right: string) => {
  const [a, b] = [new TextEncoder().encode(left), new TextEncoder().encode(right)];
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return a.length - b.length;
};

/** A map of what must be there. */
class Model {
  readonly entries = new Map<string, Entry>();

  constructor(private readonly seconds: () => number) {}

  live(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && (entry.expiration === undefined || entry.expiration > this.seconds()) ? entry : undefined;
  }

  size(key: string, entry?: Pick<Entry, "value" | "metadata">): number {
    if (!entry) return 0;
    const metadata = entry.metadata === null ? 0 : bytes(JSON.stringify(entry.metadata));
    return 1 + bytes(key) + bytes(entry.value) + metadata;
  }

  used(): number {
    return [...this.entries.keys()].reduce((sum, key) => sum + this.size(key, this.live(key)), 0);
  }

  refuses(key: string, entry: Pick<Entry, "value" | "metadata">): boolean {
    const growth = this.size(key, entry) - this.size(key, this.live(key));
    return growth > 0 && this.used() + growth > QUOTA;
  }

  names(prefix: string): string[] {
    return [...this.entries.keys()].filter((key) => this.live(key) && key.startsWith(prefix)).sort(compare);
  }
}

const key = fc.constantFrom("a", "ab", "b", "é", "\uffff", "\u{1f600}", "a\u{1f600}");
const value = fc.oneof(fc.constantFrom("1", "-3", "007", "x", "\0"), fc.string({ maxLength: 12 }));
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
  fc.record({
    do: fc.constant("list" as const),
    prefix: fc.constantFrom("", "a"),
    limit: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ do: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 3 }) }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

async function attempt<T>(call: Promise<T>): Promise<T | "refused"> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof KvQuotaError) return "refused";
    throw error;
  }
}

/** Runs one command on both sides and compares the answers. */
async function step({ storage: { kv }, clock }: CaseContext, model: Model, action: Command): Promise<void> {
  if (action.do === "wait") return clock.advance(action.seconds * 1000);
  if (action.do === "list") return await compareList(kv, model, action.prefix, action.limit);
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
    case "updateMetadata": {
      assert.equal(await kv.updateMetadata(guild, "s", action.key, action.metadata), found !== undefined);
      if (found) {
        model.entries.set(action.key, { ...found, metadata: action.metadata, version: await stored() });
      }
      return;
    }
    case "delete":
      assert.equal(await kv.delete(guild, "s", action.key), found !== undefined);
      model.entries.delete(action.key);
  }
}

async function compareList(kv: CaseContext["storage"]["kv"], model: Model, prefix: string, limit: number) {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await kv.list(guild, "s", { prefix, limit, cursor });
    names.push(...page.keys.map(({ name }) => name));
    assert.equal(page.complete, page.cursor === undefined);
    cursor = page.cursor;
  } while (cursor !== undefined);
  assert.deepEqual(names, model.names(prefix));
}

async function compareAll({ storage: { kv } }: CaseContext, model: Model): Promise<void> {
  assert.equal(await kv.usedBytes(guild), model.used());
  for (const name of model.entries.keys()) {
    const wanted = model.live(name);
    const found = await kv.get(guild, "s", name);
    assert.deepEqual(
      found && { expiration: undefined, ...found },
      wanted ? { expiration: undefined, ...wanted } : null,
    );
  }
}

export const kvModelCases: Cases = {
  "kv behaves like a plain map under random calls": async (context) => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40, size: "max" }), async (commands) => {
        await context.storage.kv.deleteStore(guild, "s");
        const model = new Model(() => context.clock.seconds);
        for (const action of commands) {
          await step(context, model, action);
          await compareAll(context, model);
        }
      }),
      { numRuns: 60 },
    );
  },
};
