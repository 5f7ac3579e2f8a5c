import assert from "node:assert/strict";
import { message, TestGuest } from "../testing/guest.ts";

Deno.test("turn() tells the manifest once the top level has ended", () => {
  const { manifest } = TestGuest.load(`
    on("guildMemberAdd", () => {});
    createBot({ prefix: "?", prefixCommands: [prefix({ name: "ping", run() {} })] });
    cron("tick", "*/5 * * * *", () => {}, { timezone: "Europe/Berlin" });
  `);
  assert.deepEqual(manifest, {
    events: ["guildMemberAdd"],
    prefix: "?",
    prefixCommands: ["ping"],
    commands: [],
    crons: [{
      name: "tick",
      expr: "*/5 * * * *",
      timezone: "Europe/Berlin",
      skipIfRunning: false,
      catchUp: false,
    }],
    webhooks: [],
    settings: [],
  });
});

Deno.test("turn() tells why a script failed to load", () => {
  const guest = TestGuest.load(`await null; throw new TypeError("no good");`);
  const { message, stack } = guest.last("load-failed");
  assert.equal(message, "no good");
  assert.match(stack, /TypeError: no good\n.*guild\.js:1/);
});

Deno.test("turn() refuses registrations after the script has loaded", () => {
  const guest = TestGuest.load(`on("messageCreate", () => { on("ready", () => {}); });`);
  guest.dispatch("messageCreate", message("hi"));
  assert.match(guest.last("threw").message, /at the top level/);
});

Deno.test("turn() runs every handler in order and tells the first that threw", () => {
  const guest = TestGuest.load(`
    on("messageCreate", async () => { console.log("one"); await null; throw new Error("first"); });
    on("messageCreate", () => { console.log("two"); throw new Error("second"); });
    on("messageCreate", () => console.log("three"));
  `);
  const d = guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.last("threw").message, "first");
  assert.equal(guest.last("threw").d, d);
  const lines = guest.logged.map(({ message }) => message.split("\n")[0]);
  assert.deepEqual(lines, ["one", "two", "A further handler threw: Error: second", "three"]);
});

Deno.test("turn() attributes ops to the dispatch that led to them, over replies and timers", async () => {
  const guest = TestGuest.load(
    `
    const store = kv.store("a");
    on("messageCreate", async ({ msg }) => {
      await store.get(msg.content);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await store.get(msg.content);
    });
  `,
    () => ({ ok: { value: null, metadata: null, version: null } }),
  );
  const [one, two] = [
    guest.dispatch("messageCreate", message("1")),
    guest.dispatch("messageCreate", message("2")),
  ];
  while (guest.wakeMs !== undefined) await guest.wake();
  const calls = guest.ops.map(({ d, args }) => [(args as { key: string }).key, d]);
  assert.deepEqual(calls.sort(), [["1", one], ["1", one], ["2", two], ["2", two]]);
});

Deno.test("turn() aborts the signal of an ended dispatch and drops its timers", () => {
  const guest = TestGuest.load(`
    on("messageCreate", (ctx) => {
      ctx.signal.addEventListener("abort", () => console.log(ctx.signal.reason.code));
      return new Promise(() => setInterval(() => {}, 1));
    });
  `);
  const d = guest.dispatch("messageCreate", message("hi"));
  assert.ok(guest.wakeMs !== undefined);
  guest.turn({ t: "end", d, reason: "deadline" });
  assert.equal(guest.logged[0]!.message, "DISPATCH_ENDED");
  assert.equal(guest.wakeMs, undefined);
});

Deno.test("turn() reports what a timer throws", async () => {
  const guest = TestGuest.load(`setTimeout(() => { throw new RangeError("late"); }, 1);`);
  await guest.wake();
  assert.equal(guest.last("unhandled").message, "late");
});

Deno.test("turn() freezes states and starts the next isolate with them, those not asked for too", () => {
  const script =
    `const seen = state("seen", { count: 0 }); on("messageCreate", () => void seen.value.count++);`;
  const guest = TestGuest.load(script, undefined, { state: { other: 1 } });
  guest.dispatch("messageCreate", message("hi"));
  guest.turn({ t: "freeze" });
  const { state } = guest.last("frozen");
  assert.deepEqual(state, { other: 1, seen: { count: 1 } });
  const next = TestGuest.load(script, undefined, { state });
  next.dispatch("messageCreate", message("hi"));
  next.turn({ t: "freeze" });
  assert.deepEqual(next.last("frozen").state.seen, { count: 2 });
});

Deno.test("turn() keeps a state that has grown too large as it was, and says which, how large and what is allowed", () => {
  const script = `
    const big = state("big", "");
    const small = state("small", 0);
    on("messageCreate", (ctx) => { big.value = "ä".repeat(Number(ctx.msg.content)); small.value++; });`;
  const given = { state: { big: "before", other: 1 }, stateBytes: 1_000 };
  const guest = TestGuest.load(script, undefined, given);
  guest.dispatch("messageCreate", message("600"));
  guest.turn({ t: "freeze" });
  assert.deepEqual(guest.last("frozen").state, { big: "before", other: 1, small: 1 });
  assert.equal(
    guest.last("unhandled").message,
    'Cannot keep state "big": value is 1202 bytes, all states together at most 1000 bytes; it stays as it was',
  );
  guest.dispatch("messageCreate", message("400"));
  guest.turn({ t: "freeze" });
  assert.deepEqual(guest.last("frozen").state, { big: "ä".repeat(400), other: 1, small: 2 });
});

Deno.test("turn() says right after the event which state has grown too large, or is no JSON", () => {
  const script = (value: string) =>
    `const big = state("big", ""); on("messageCreate", () => { big.value = ${value}; });`;
  const told = (value: string) => {
    const guest = TestGuest.load(script(value), undefined, { stateBytes: 1_000 });
    guest.dispatch("messageCreate", message("go"));
    return guest.last("unhandled");
  };
  const { message: large, d } = told(`"x".repeat(1_200)`);
  const unless = "unless that changes it goes back to what it was";
  const limit = "all states together at most 1000 bytes";
  assert.equal(large, `Cannot keep state "big": value is 1202 bytes, ${limit}; ${unless}`);
  assert.ok(d);
  assert.equal(
    told(`"ä".repeat(600)`).message,
    `Cannot keep state "big": value is 1202 bytes, ${limit}; ${unless}`,
  );
  assert.match(told("1n").message, /^Cannot keep state "big": value is not JSON \(.*BigInt.*\); unless/);
  assert.match(told("() => {}").message, /value is not JSON \(it is a function\); unless/);
});

Deno.test("turn() keeps as it was what a script has changed in place, or made no JSON of, and all else as it is", () => {
  const script = `
    const list = state("list", []), odd = state("odd", 0), count = state("count", 0), broken = state("broken", 0);
    on("messageCreate", () => {
      list.value.push("😀".repeat(300));
      odd.value = 1n;
      Object.defineProperty(broken, "value", { get() { throw new Error("gone"); } });
      count.value++;
    });`;
  const given = { state: { list: ["a"], odd: 7, broken: 8, other: 1 }, stateBytes: 1_000 };
  const guest = TestGuest.load(script, undefined, given);
  guest.dispatch("messageCreate", message("go"));
  guest.turn({ t: "freeze" });
  assert.deepEqual(guest.last("frozen").state, { ...given.state, count: 1 });
  const told = guest.said.flatMap((frame) => frame.t === "unhandled" ? [frame.message] : []);
  assert.deepEqual(told.map((line) => /^Cannot keep state "(\w+)"/.exec(line)?.[1]), [
    "odd",
    "odd",
    "broken",
    "list",
  ]);
});

Deno.test("turn() keeps states that fill what is allowed to the last byte, whichever grew and whichever shrank", () => {
  const script = `
    const a = state("a", ""), b = state("b", "");
    on("messageCreate", (ctx) => { [a.value, b.value] = JSON.parse(ctx.msg.content); });`;
  const frozen = (content: [string, string]) => {
    const given = { state: { a: "", b: "y".repeat(50) }, stateBytes: 100 };
    const guest = TestGuest.load(script, undefined, given);
    guest.dispatch("messageCreate", message(JSON.stringify(content)));
    guest.turn({ t: "freeze" });
    return guest.last("frozen").state;
  };
  // With {"a":"","b":""} around it, 100 bytes.
  const full = "€".repeat(28) + "x";
  assert.deepEqual(frozen([full, ""]), { a: full, b: "" });
  assert.deepEqual(frozen([full + "x", ""]), { a: "", b: "" });
});

Deno.test("turn() hands new placeholders to secrets.get", () => {
  const guest = TestGuest.load(
    `on("messageCreate", () => console.log(secrets.get("KEY"), secrets.get("toString")));`,
    undefined,
    {
      secrets: { KEY: "placeholder-1" },
    },
  );
  guest.dispatch("messageCreate", message("hi"));
  guest.turn({ t: "secrets", secrets: { KEY: "placeholder-2" } });
  guest.dispatch("messageCreate", message("hi"));
  assert.deepEqual(guest.logged.map(({ message }) => message), [
    "placeholder-1 undefined",
    "placeholder-2 undefined",
  ]);
});

Deno.test("an op whose argument is no JSON rejects and sends nothing", () => {
  const guest = TestGuest.load(`
    on("messageCreate", async () => {
      await kv.store("a").set("k", "v", { metadata: { big: 1n } }).catch((error) => console.log(error.code));
    });
  `);
  guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.logged[0]!.message, "INVALID_ARGUMENT");
  assert.deepEqual(guest.ops, []);
});

Deno.test("setTimeout() beyond the limit of pending timers throws LIMIT_EXCEEDED, until some have run", async () => {
  const guest = TestGuest.load(`
    let set = 0;
    try { for (;;) { setTimeout(() => {}, 1); set++; } } catch (error) { console.log(set, error.code); }
    on("messageCreate", () => { setTimeout(() => {}, 1); console.log("again"); });
  `);
  await guest.wake();
  guest.dispatch("messageCreate", message("hi"));
  assert.deepEqual(guest.logged.map(({ message }) => message), ["10 LIMIT_EXCEEDED", "again"]);
});

Deno.test("turn() tells what a handler threw after the script has broken what the language brings", () => {
  const guest = TestGuest.load(`
    on("messageCreate", () => {
      const broken = () => { throw "broken"; };
      JSON.stringify = JSON.parse = Promise.prototype.then = Promise.resolve = broken;
      Array.prototype.push = Array.prototype.join = Array.prototype[Symbol.iterator] = broken;
      Map.prototype.get = Map.prototype.set = Map.prototype.delete = String.prototype.slice = broken;
      Object.prototype.toJSON = broken;
      Object.defineProperty(Object.prototype, "t", { set: broken, get: broken });
      globalThis.String = globalThis.Promise = undefined;
      throw new RangeError("still told");
    });
  `);
  const d = guest.dispatch("messageCreate", message("hi"));
  const told = guest.last("threw");
  assert.equal(told.d, d);
  assert.match(told.stack, /RangeError: still told\n.*guild\.js/);
});
