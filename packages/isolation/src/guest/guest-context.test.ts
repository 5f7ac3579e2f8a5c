import assert from "node:assert/strict";
import { GuestContext } from "./guest-context.ts";

/** Counts the turns that it takes and says each. */
const sdk = `let outlet, turns = 0;
globalThis.__flora = {
  connect: (to) => void (outlet = to),
  turn: (text) => Promise.resolve().then(() => { outlet.frames += ++turns + ":" + JSON.parse(text).t + ","; }),
  track() {},
};`;

Deno.test("start() rehearses a dispatch of which nothing is said", () => {
  const context = new GuestContext();
  context.start(sdk, undefined);
  assert.equal(context.take().frames, "");
  context.turn(`{"t":"init"}`);
  assert.equal(context.take().frames, "2:init,");
});
