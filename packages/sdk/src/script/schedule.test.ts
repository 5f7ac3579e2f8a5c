import assert from "node:assert/strict";
import { TestGuest } from "../testing/guest.ts";
import { serveGuest } from "../testing/served-guest.ts";

const HANDLER = `on("schedule", (ctx) => console.log(JSON.stringify(ctx.msg), typeof ctx.reply));`;

/** Runs a handler; what it logged. */
async function run(body: string): Promise<string[]> {
  await using served = await serveGuest(`${HANDLER} on("messageCreate", async (ctx) => { ${body} });`);
  return await served.say("hi");
}

Deno.test("schedule() puts, lists and cancels, in any spelling of a time", async () => {
  const lines = await run(`
    const at = "2027-02-01T09:00:00.000Z";
    console.log(JSON.stringify(await schedule("date", new Date(at), { a: [1] })));
    await schedule("ms", Date.parse(at) + 1);
    await schedule("text", "2027-02-01T10:00:00+02:00", "x");
    console.log(JSON.stringify(await schedule.list()));
    console.log(await schedule.cancel("ms"), await schedule.cancel("ms"), (await schedule.list()).length);
  `);
  assert.deepEqual(lines, [
    `{"name":"date","at":"2027-02-01T09:00:00.000Z"}`,
    JSON.stringify([
      { name: "text", at: "2027-02-01T08:00:00.000Z", payload: "x" },
      { name: "date", at: "2027-02-01T09:00:00.000Z", payload: { a: [1] } },
      { name: "ms", at: "2027-02-01T09:00:00.001Z", payload: null },
    ]),
    "true false 2",
  ]);
});

Deno.test("after() takes durations and names what has no name", async () => {
  const [line] = await run(`
    const wait = async (...args) => {
      const start = Date.now();
      return Math.round((Date.parse((await after(...args)).at) - start) / 1000);
    };
    const { name } = await after("1h", 1);
    const again = await after("1h", 1);
    console.log([
      await wait("90s"), await wait("1h 30m"), await wait("2D"), await wait("1.5h"), await wait("1w", null, "mine"),
      await wait(5000), /^after-[0-9a-f-]{36}$/.test(name), again.name !== name, (await schedule.list()).at(-1).name,
    ].join());
  `);
  assert.equal(line, "90,5400,172800,5400,604800,5,true,true,mine");
});

for (
  const [call, path, pattern] of [
    [`schedule("a", "tomorrow")`, "at", /no time such as/],
    [`schedule("a", "2027-02-01T09:00:00")`, "at", /no time such as/],
    [`schedule("a", "2027-99-01")`, "at", /no time/],
    [`schedule("a", NaN)`, "at", /no time/],
    [`schedule("a", {})`, "at", /no time/],
    [`schedule("a", 1_800_000_000)`, "at", /looks like seconds/],
    [`schedule("", Date.now())`, "name", /1 to 100/],
    [`schedule("a\\nb", Date.now())`, "name", /printable/],
    [`after("soon", 1)`, "delay", /write a duration/],
    [`after("2 x", 1)`, "delay", /write a duration/],
    [`after(-1, 1)`, "delay", /write a duration/],
    [`after(undefined, 1)`, "delay", /write a duration/],
    [`after("20000d", 1)`, "at", /ten years/],
    [`after("1h", "x".repeat(5000))`, "payload", /5002 bytes of JSON, at most 4096/],
    [`after("1h", JSON.parse('{"__proto__": 1}'))`, undefined, /__proto__/],
  ] as const
) {
  Deno.test(`${call.slice(0, 60)} is refused at ${path}`, async () => {
    const [line] = await run(
      `await ${call}.catch((error) => console.log(error.path + " " + error.message));`,
    );
    if (path) assert.equal(line!.split(" ")[0], path, line);
    assert.match(line!, pattern);
  });
}

Deno.test("schedule() of a script that handles none is refused once it has loaded", async () => {
  await using served = await serveGuest(
    `on("messageCreate", () => after("1h", 1).catch((error) => console.log(error.code, error.message)));`,
  );
  const [line] = await served.say("hi");
  assert.match(
    line!,
    /^INVALID_ARGUMENT Cannot schedule "after-.*: the script has no handler for it, add on\("schedule", …\)/,
  );
});

Deno.test("on(schedule) gets name, time and payload, and nothing to reply with", () => {
  const guest = TestGuest.load(HANDLER);
  assert.deepEqual(guest.manifest.events, ["schedule"]);
  const msg = { name: "a", at: "2027-02-01T09:00:00.000Z", payload: { b: 1 } };
  guest.dispatch("schedule", msg);
  assert.equal(guest.logged[0]!.message, `${JSON.stringify(msg)} undefined`);
});
