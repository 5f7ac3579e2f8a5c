import assert from "node:assert/strict";
import { TestGuest } from "../testing/guest.ts";

const cronOf = (call: string) => TestGuest.load(call).manifest.crons[0]!;

for (
  const [when, expr, name] of [
    ["09:00", "0 9 * * *", "09:00 daily"],
    ["9:05 daily", "5 9 * * *", "09:05 daily"],
    ["23:59 every day", "59 23 * * *", "23:59 daily"],
    ["09:00 weekdays", "0 9 * * 1-5", "09:00 weekdays"],
    ["09:00 Mon-Fri", "0 9 * * 1-5", "09:00 weekdays"],
    ["10:00 weekends", "0 10 * * 0,6", "10:00 weekends"],
    ["10:00 sat and sunday", "0 10 * * 0,6", "10:00 weekends"],
    ["20:15 monday, wed and fri", "15 20 * * 1,3,5", "20:15 mon,wed,fri"],
    ["07:00 fri-mon", "0 7 * * 0,1,5,6", "07:00 sun,mon,fri,sat"],
    ["00:00 sun-sat", "0 0 * * *", "00:00 daily"],
  ] as const
) {
  Deno.test(`at("${when}") is ${expr}`, () => {
    assert.deepEqual(cronOf(`at("${when}", () => {});`), {
      name,
      expr,
      timezone: "UTC",
      skipIfRunning: true,
      catchUp: true,
    });
  });
}

Deno.test("at() takes a zone, a name and what becomes of missed runs", () => {
  const guest = TestGuest.load(`
    at("09:00", (ctx) => console.log(ctx.name), { timezone: "Europe/Berlin", missed: "skip" });
    at("09:00", () => {}, { timezone: "Asia/Tokyo", missed: "all" });
    at("09:00", () => {}, { name: "mine" });
  `);
  assert.deepEqual(guest.manifest.crons.map(({ name, timezone, catchUp }) => [name, timezone, catchUp]), [
    ["09:00 daily Europe/Berlin", "Europe/Berlin", false],
    ["09:00 daily Asia/Tokyo", "Asia/Tokyo", "all"],
    ["mine", "UTC", true],
  ]);
  guest.dispatch("cron", { name: "09:00 daily Europe/Berlin", scheduledAt: "2026-01-01T08:00:00.000Z" });
  assert.equal(guest.logged[0]!.message, "09:00 daily Europe/Berlin");
});

for (
  const [call, path] of [
    [`at("9", () => {})`, "when"],
    [`at("24:00", () => {})`, "when"],
    [`at("09:60", () => {})`, "when"],
    [`at("09:00 someday", () => {})`, "when"],
    [`at("09:00 mon-", () => {})`, "when"],
    [`at("09:00 constructor", () => {})`, "when"],
    [`at("09:00 ,", () => {})`, "when"],
    [`at(undefined, () => {})`, "when"],
    [`at("09:00", 1)`, "handler"],
    [`at("09:00", () => {}, { missed: "toString" })`, "missed"],
    [`at("09:00", () => {}); at("9:00 daily", () => {})`, "name"],
  ] as const
) {
  Deno.test(`${call} is refused at ${path}`, () => {
    const guest = TestGuest.load(`try { ${call} } catch (error) { console.log(error.code, error.path); }`);
    assert.equal(guest.logged[0]!.message, `INVALID_ARGUMENT ${path}`);
  });
}
