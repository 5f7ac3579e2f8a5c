/** @module Leases under any order of steps. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Generation } from "@flora/model";
import type { Storage } from "../src/contract.ts";
import { type Cases, guild } from "./backend.ts";

/** Generations of late are named by how many were given out since. */
interface Step {
  kind: "take" | "revoke" | "prepare" | "abandon" | "release" | "move";
  holder: string;
  ago: number;
  toAgo: number;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom("take", "revoke", "prepare", "abandon", "release", "move"),
    holder: fc.constantFrom("a", "b", "c"),
    ago: fc.nat({ max: 3 }),
    toAgo: fc.nat({ max: 3 }),
  }),
  { maxLength: 12 },
);

export const leaseRandomCases: Cases = {
  "leases never let two generations of before write, whatever happens in which order": async (
    { storage },
  ) => {
    const seen = [(await storage.leases.take(guild, "a")).generation];
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        for (const step of steps) {
          const before = await current(storage);
          await take(storage, step, (ago) => seen.at(-1 - Math.min(ago, seen.length - 1))!, seen);
          const now = await current(storage);
          assert.ok(now >= before, `generation ${now} came after ${before}`);
          if (!seen.includes(now)) seen.push(now);
          const writers = await writersAmong(storage, seen.slice(-6));
          assert.ok(writers.length <= 2 && writers[0]! >= now, `${writers} may write in generation ${now}`);
        }
      }),
      { numRuns: 40 },
    );
  },
};

async function take(
  { leases }: Storage,
  { kind, holder, ago, toAgo }: Step,
  generation: (ago: number) => Generation,
  seen: Generation[],
): Promise<void> {
  switch (kind) {
    case "take":
      await leases.take(guild, holder);
      break;
    case "revoke":
      await leases.revoke(holder);
      break;
    case "release":
      await leases.release(guild, generation(ago));
      break;
    case "abandon":
      await leases.abandon(guild, generation(ago));
      break;
    case "prepare": {
      const prepared = await leases.prepare(guild, generation(ago));
      if (prepared === null) break;
      assert.ok(prepared > Math.max(...seen), "a generation was given out twice");
      seen.push(prepared);
      break;
    }
    case "move": {
      const before = (await leases.read(guild))!;
      const step = { from: generation(ago), to: generation(toAgo) };
      if (!await leases.move(guild, holder, step)) break;
      const again = before.generation === step.to && before.holder === holder;
      assert.ok(again || (before.generation === step.from && step.to > step.from), "moved from elsewhere");
    }
  }
}

async function current({ leases }: Storage): Promise<Generation> {
  return (await leases.read(guild))!.generation;
}

async function writersAmong(storage: Storage, candidates: Generation[]): Promise<Generation[]> {
  const writers: Generation[] = [];
  for (const generation of candidates) {
    const writes = storage.fenced({ generation }).state.write(guild, {});
    if (await writes.then(() => true, () => false)) writers.push(generation);
  }
  return writers.sort((a, b) => a - b);
}
