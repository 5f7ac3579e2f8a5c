import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { Replays } from "./replays.ts";

const own = "100000000000000001" as GuildId;
const other = "200000000000000002" as GuildId;

Deno.test("Replays.believe() believes a signature once, per guild and webhook, for as long as its time is good", () => {
  const clock = { at: 0 };
  const replays = new Replays(() => clock.at);
  const believe = (guildId: GuildId, name: string, signature: string) =>
    replays.believe(guildId, name, signature) !== undefined;
  assert.equal(believe(own, "a", "s"), true);
  assert.equal(believe(own, "a", "s"), false);
  assert.equal(believe(own, "b", "s"), true);
  assert.equal(believe(other, "a", "s"), true);
  replays.believe(own, "a", "t")!();
  assert.equal(believe(own, "a", "t"), true);
  clock.at += 599_999;
  assert.equal(believe(own, "a", "s"), false);
  clock.at += 1;
  assert.equal(believe(own, "a", "s"), true);
});

Deno.test("Replays forgets the oldest rather than grow without an end", () => {
  const replays = new Replays(() => 0);
  for (let index = 0; index < 20_010; index++) assert.ok(replays.believe(own, "a", `s${index}`));
  assert.ok(replays.believe(own, "a", "s0"));
  assert.equal(replays.believe(own, "a", "s20009"), undefined);
});
