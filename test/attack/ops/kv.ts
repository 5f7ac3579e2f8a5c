/** @module The stores of a guild under hostile keys, values, cursors and races. */
import { inCategory } from "../contract.ts";
import { probe } from "../probe.ts";
import { onGo } from "../scripts.ts";

const PROTOTYPE_KEYS = JSON.stringify(
  "__proto__ constructor prototype toString valueOf hasOwnProperty __defineGetter__ then toJSON".split(" "),
);

/** Runs `call` with `at` from 0 so many times, eight at once; collects what they came to. */
const race = (times: number, call: string) => `
  const came = [];
  for (let from = 0; from < ${times}; from += 8) {
    came.push(...await Promise.all(Array.from({ length: 8 }, (_, i) => (async (at) => ${call})(from + i).catch((e) => e.code ?? String(e)))));
  }`;

export const kvAttacks = inCategory("op-kv", [
  {
    name: "keys that every object has are keys like any other",
    script: onGo(`
      const keys = ${PROTOTYPE_KEYS}, wrong = [];
      // Fewer calls than a second allows.
      for (const name of keys.slice(0, 3)) {
        const store = kv.store(name);
        if (await store.get("toString") !== null) wrong.push("there before: " + name);
        for (const key of keys) await store.set(key, "v " + key, { metadata: { [key + "_"]: key } });
        for (const key of keys) if ((await store.getWithMetadata(key)).metadata[key + "_"] !== key) wrong.push("metadata of " + key);
        for (const key of keys) if (await store.get(key) !== "v " + key) wrong.push(name + "/" + key);
        if ((await store.list()).keys.length !== keys.length) wrong.push("list of " + name);
        await store.clear();
      }
      await note("wrong", wrong);`),
    must: { notes: { wrong: [] }, again: "ok" },
  },
  {
    name: "keys that look alike are not the same",
    script: onGo(`
      const store = kv.store("alike"), keys = ["é", "e\\u0301", "E", "e", "e\\u200b", "\\u202ee", " e", "e ", "ｅ", "е", "e\\ufe0f", "1", "01", "١"];
      for (const key of keys) await store.set(key, key);
      const wrong = [];
      for (const key of keys) if (await store.get(key) !== key) wrong.push(key);
      const listed = (await store.list()).keys.map(({ name }) => name);
      if (listed.length !== keys.length || listed.some((name) => !keys.includes(name))) wrong.push(listed);
      await note("wrong", wrong);`),
    must: { notes: { wrong: [] }, again: "ok" },
  },
  probe("keys, stores and prefixes that are none are refused", {
    "half a surrogate pair": `kv.store("a").set("\\ud800", "v").then(() => 1)`,
    "the other half": `kv.store("a").get("\\udc00").then(() => 1)`,
    NUL: `kv.store("a").set("a\\u0000b", "v").then(() => 1)`,
    "an empty key": `kv.store("a").set("", "v").then(() => 1)`,
    "513 bytes in 171 characters": `kv.store("a").set("€".repeat(171), "v").then(() => 1)`,
    "a mebibyte": `kv.store("a").get("k".repeat(1e6)).then(() => 1)`,
    "a key that is an object": `kv.store("a").get({ toString: () => "k" }).then(() => 1)`,
    "a key that is a list": `kv.store("a").get(["k"]).then(() => 1)`,
    "a key that is a number": `kv.store("a").get(5).then(() => 1)`,
    "no key": `kv.store("a").get().then(() => 1)`,
    "a store with a slash": `kv.store("a/b").get("k").then(() => 1)`,
    "a store with a dot": `kv.store("..").get("k").then(() => 1)`,
    "a store with NUL": `kv.store("a\\u0000").get("k").then(() => 1)`,
    "a store of 65 characters": `kv.store("a".repeat(65)).get("k").then(() => 1)`,
    "an empty store": `kv.store("").get("k").then(() => 1)`,
    "a store that is an object": `kv.store({}).get("k").then(() => 1)`,
    "a prefix of 513 bytes": `kv.store("a").list({ prefix: "p".repeat(513) }).then(() => 1)`,
    "a prefix that is a pattern": `kv.store("a").list({ prefix: /./ }).then(() => 1)`,
  }),
  probe("values and metadata that are none are refused", {
    "an object": `kv.store("a").set("k", { toString: () => "v" }).then(() => 1)`,
    "a number": `kv.store("a").set("k", 5).then(() => 1)`,
    "nothing": `kv.store("a").set("k").then(() => 1)`,
    "half a surrogate pair": `kv.store("a").set("k", "\\ud800").then(() => 1)`,
    "metadata over a kibibyte": `kv.store("a").set("k", "v", { metadata: "m".repeat(1025) }).then(() => 1)`,
    "metadata over a kibibyte of bytes":
      `kv.store("a").set("k", "v", { metadata: "é".repeat(512) }).then(() => 1)`,
    "deep metadata":
      `kv.store("a").set("k", "v", { metadata: JSON.parse("[".repeat(400) + "]".repeat(400)) }).then(() => 1)`,
    "wide metadata": `kv.store("a").updateMetadata("k", new Array(1e5).fill(0)).then(() => 1)`,
    "metadata that loops":
      `(() => { const m = {}; m.m = m; return kv.store("a").set("k", "v", { metadata: m }).then(() => 1); })()`,
    "a big integer": `kv.store("a").set("k", "v", { metadata: 1n }).then(() => 1)`,
  }),
  probe("times that are none, or over, are refused", {
    "the past": `kv.store("a").set("k", "v", { expiration: 1 }).then(() => 1)`,
    "now": `kv.store("a").set("k", "v", { expiration: Math.floor(Date.now() / 1000) }).then(() => 1)`,
    "zero": `kv.store("a").set("k", "v", { expiration: 0 }).then(() => 1)`,
    "less than nothing": `kv.store("a").set("k", "v", { expiration: -1 }).then(() => 1)`,
    "a fraction": `kv.store("a").set("k", "v", { expiration: 4e9 + 0.5 }).then(() => 1)`,
    "not a number": `kv.store("a").set("k", "v", { expiration: NaN }).then(() => 1)`,
    "for ever": `kv.store("a").set("k", "v", { expiration: Infinity }).then(() => 1)`,
    "beyond all integers": `kv.store("a").set("k", "v", { expiration: 1e300 }).then(() => 1)`,
    "a text": `kv.store("a").set("k", "v", { expiration: "soon" }).then(() => 1)`,
    "a cooldown of no time": `kv.store("a").cooldown("k", 0).then(() => 1)`,
    "a cooldown backwards": `kv.store("a").cooldown("k", -5).then(() => 1)`,
    "a cooldown of a thousand years": `kv.store("a").cooldown("k", 4e10).then(() => 1)`,
  }),
  probe("counters and versions cannot be talked into nonsense", {
    "by a fraction": `kv.store("a").increment("n", 0.5).then(() => 1)`,
    "by nothing that is a number": `kv.store("a").increment("n", NaN).then(() => 1)`,
    "by more than integers hold": `kv.store("a").increment("n", 1e300).then(() => 1)`,
    "by a text": `kv.store("a").increment("n", "1").then(() => 1)`,
    "over the last integer":
      `kv.store("b").set("n", "9007199254740991").then(() => kv.store("b").increment("n", 1)).then(() => 1)`,
    "of what is no number":
      `kv.store("b").set("t", "1e3").then(() => kv.store("b").increment("t", 1)).then(() => 1)`,
    "a version below zero": `kv.store("a").setIf("k", "v", { version: -1 })`,
    "a version between two": `kv.store("a").setIf("k", "v", { version: 0.5 })`,
    "a version to come": `kv.store("a").setIf("k", "v", { version: 1e15 })`,
    "a version beyond all": `kv.store("a").setIf("k", "v", { version: 1e300 })`,
    "a version as text": `kv.store("a").setIf("k", "v", { version: "0" })`,
  }),
  {
    name: "a forged cursor leads nowhere else",
    script: onGo(`
      const store = kv.store("cursor"), mine = ["a", "b", "c"];
      for (const key of mine) await store.set(key, key);
      const { cursor } = await store.list({ limit: 1 });
      const forged = ["", "0", "-1", "\\u0000", "../vault", "%00", "b\\u0000key", cursor + "x", cursor.slice(1), cursor.toUpperCase(),
        btoa("vault"), btoa(JSON.stringify({ store: "vault", key: "" })), "\\ud800", "9".repeat(4000), "' OR 1=1 --", "\\uffff"];
      const wrong = [];
      for (const one of forged) {
        for (const call of ["list", "items"]) {
          const page = await store[call]({ cursor: one }).catch((e) => e.code ? undefined : wrong.push(String(e)));
          for (const { name } of page?.keys ?? page?.items ?? []) if (!mine.includes(name)) wrong.push(name);
        }
      }
      await note("wrong", wrong);`),
    must: { notes: { wrong: [] }, again: "ok" },
  },
  probe("a page, a ranking and a batch are no larger than allowed", {
    "a page of all": `kv.store("a").list({ limit: 1e9 }).then(() => 1)`,
    "a page of none": `kv.store("a").list({ limit: 0 }).then(() => 1)`,
    "a page of less": `kv.store("a").items({ limit: -1 }).then(() => 1)`,
    "a page of a part": `kv.store("a").list({ limit: 1.5 }).then(() => 1)`,
    "a long cursor": `kv.store("a").list({ cursor: "c".repeat(5000) }).then(() => 1)`,
    "a ranking of all": `kv.store("a").top(1e9).then(() => 1)`,
    "a batch of 101": `kv.store("a").getMany(new Array(101).fill("k")).then(() => 1)`,
    "a batch with holes": `kv.store("a").getMany(new Array(3)).then(() => 1)`,
    "a batch that is none": `kv.store("a").getMany({ length: 3 }).then(() => 1)`,
  }),
  {
    name: "numbers that are none take part in no ranking",
    script: onGo(`
      const store = kv.store("rank"), odd = ["1e309", "Infinity", "NaN", "0x10", "١", "1_000", " 9", "9 ", "+9", "9.", ".9", "--9", "9n", ""];
      for (const [at, value] of odd.entries()) await store.set("odd" + at, value);
      await store.set("even", "1");
      await note("top", await store.top(100));`),
    must: { notes: { top: [{ name: "even", value: 1 }] }, again: "ok" },
  },
  {
    name: "many writers at once do not pass the guild's share",
    stage: "tight",
    script: onGo(`${race(120, `kv.store("s" + at % 8).set("k" + at, "x".repeat(1000)).then(() => "set")`)}
      const { usedBytes, quotaBytes } = await kv.usage();
      if (usedBytes > quotaBytes) await win("kept", usedBytes);
      for (let i = 0; i < 8; i++) await kv.store("s" + i).clear();
      await note("came", [...new Set(came)].sort());`),
    must: { notes: { came: ["KV_LIMIT", "set"] }, again: "ok" },
  },
  {
    name: "many growing one key at once do not pass the guild's share",
    stage: "tight",
    script: onGo(`
      for (let i = 0; i < 62; i++) await kv.store("full").set("k" + i, "x".repeat(1000));
      ${race(48, `kv.store("grow").set("k" + at % 4, "x".repeat(at * 20)).then(() => "set")`)}
      const { usedBytes, quotaBytes } = await kv.usage();
      if (usedBytes > quotaBytes) await win("kept", usedBytes);
      await kv.store("full").clear(); await kv.store("grow").clear();
      await note("refused", came.includes("KV_LIMIT"));`),
    must: { notes: { refused: true }, again: "ok" },
  },
  {
    name: "of many that claim one thing at once one has it",
    script: onGo(`${race(48, `(await kv.store("claims").claimOnce("k" + at % 6)) ? "won " + at % 6 : "lost"`)}
      await note("won", came.filter((one) => one !== "lost").sort());`),
    must: { notes: { won: ["won 0", "won 1", "won 2", "won 3", "won 4", "won 5"] }, again: "ok" },
  },
  {
    name: "of many that count and change at once nothing is lost or twice",
    script: onGo(`${race(48, `kv.store("race").increment("n")`)}
      const sums = new Set(came);
      for (let i = 0; i < 3; i++) await Promise.all(Array.from({ length: 5 }, () => kv.store("race").update("u", (v) => String(Number(v ?? 0) + 1))));
      await note("counted", [await kv.store("race").get("n"), sums.size, await kv.store("race").get("u")]);`),
    must: { notes: { counted: ["48", 48, "15"] }, again: "ok" },
  },
], "ops");
