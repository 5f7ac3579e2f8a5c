import assert from "node:assert/strict";
import { defaultLoadRules as rules, type LoadRules, type Shed, type WorkerLoad } from "./plan.ts";
import { type Demand, returns, seeded, simulate } from "../testing/load-simulation.ts";

const HOUR_MS = 3_600_000;

/** What the rules guard against: moves its busiest guild to whoever has least, whenever a worker is busy. */
function eager(workers: readonly WorkerLoad[], { high }: LoadRules): Shed[] {
  const [least, ...rest] = [...workers].sort((a, b) => a.load - b.load);
  return rest.filter(({ load }) => load > high).flatMap(({ name, guilds }) => {
    const [busiest] = [...guilds].sort((a, b) => b.load - a.load);
    return busiest ? [{ guildId: busiest.guildId, from: name, to: least!.name }] : [];
  });
}

/** About `mean` cores: a slow wave, and as much noise again. */
function restless(mean: number, random: () => number): Demand {
  const phase = random() * 2 * Math.PI, period = 600 + random() * 3_000;
  return (seconds) =>
    mean * (1 + 0.4 * Math.sin(phase + seconds * 2 * Math.PI / period) + 0.8 * (random() - 0.5));
}

Deno.test("shedding relieves a busy worker within minutes, and then nothing moves any more", () => {
  const guilds = Array.from({ length: 60 }, (_, index) => ({
    home: index < 30 ? 0 : 1 + index % 3,
    demand: () => index < 30 ? 0.05 : 0.01,
  }));
  const { moves, demand } = simulate({ workers: 4, guilds, rules, hours: 4 });
  assert.ok(moves.length > 0 && moves.length < 30, `${moves.length} moves`);
  assert.ok(moves.at(-1)!.at < 15 * 60_000, `the last after ${moves.at(-1)!.at / 60_000} minutes`);
  assert.ok(Math.max(...demand) <= rules.high, `${demand}`);
  assert.equal(returns(moves, 4 * HOUR_MS), 0);
});

Deno.test("shedding does not go back and forth where demand is restless around the high level", () => {
  const build = () => {
    const random = seeded(7);
    return Array.from({ length: 80 }, (_, index) => ({ home: index % 4, demand: restless(0.037, random) }));
  };
  const calm = simulate({ workers: 4, guilds: build(), rules, hours: 12 });
  const hasty = simulate({ workers: 4, guilds: build(), rules, hours: 12, plan: eager });
  assert.ok(hasty.moves.length > 800, `without the rules there are ${hasty.moves.length} moves`);
  assert.ok(returns(hasty.moves, rules.guildStaysMs) > 100, "and guilds go back and forth");
  assert.ok(calm.moves.length <= hasty.moves.length / 10, `with them ${calm.moves.length}`);
  assert.equal(returns(calm.moves, rules.guildStaysMs), 0);
});

Deno.test("shedding leaves everything where it is while every worker is busy", () => {
  const guilds = Array.from({ length: 40 }, (_, index) => ({ home: index % 4, demand: () => 0.095 }));
  assert.deepEqual(simulate({ workers: 4, guilds, rules, hours: 2 }).moves, []);
});

Deno.test("shedding takes the neighbours away from a guild that alone is too much, and never moves that one about", () => {
  const guilds = [
    { home: 0, demand: () => 2 },
    ...Array.from({ length: 10 }, () => ({ home: 0, demand: () => 0.04 })),
  ];
  const { moves } = simulate({ workers: 3, guilds, rules, hours: 6 });
  assert.ok(moves.length <= 10 && moves.every(({ guildId }) => guildId !== "0"), `${moves.length} moves`);
  assert.equal(returns(moves, 6 * HOUR_MS), 0);
});

Deno.test("shedding follows demand that comes in the morning and goes at night, a few moves a day", () => {
  const day = 24 * 3_600;
  const guilds = Array.from({ length: 60 }, (_, index) => ({
    home: index % 3,
    // Each third of the guilds has its day at another time.
    demand: (seconds: number) => 0.02 * (1.2 + Math.sin(2 * Math.PI * (seconds / day + (index % 3) / 3))),
  }));
  const { moves } = simulate({ workers: 3, guilds, rules, hours: 72 });
  assert.ok(moves.length <= 30, `${moves.length} moves in three days`);
  assert.equal(returns(moves, HOUR_MS), 0);
});
