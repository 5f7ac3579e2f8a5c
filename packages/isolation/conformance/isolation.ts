/** @module One suite for every adapter: what an isolate does, and what a hostile guest cannot do. */
import assert from "node:assert/strict";
import type { IsolateFactory } from "../src/contract.ts";
import { dispatchCases } from "./dispatch-cases.ts";
import { escapeCases } from "./escape-cases.ts";
import { exhaustionCases } from "./exhaustion-cases.ts";
import { Harness } from "./harness.ts";
import { lifecycleCases } from "./lifecycle-cases.ts";
import { tamperCases } from "./tamper-cases.ts";

export interface IsolationSuiteOptions {
  /** Cases this adapter does not promise, and why. */
  skip?: { reason: string; tests: string[] }[];
  /** Names what of a closed factory still runs; must come to be empty. */
  leftovers?: () => string[] | Promise<string[]>;
}

const cases = [...lifecycleCases, ...dispatchCases, ...exhaustionCases, ...escapeCases, ...tamperCases];

/** Registers the suite for one adapter. */
export function testIsolation(
  name: string,
  newFactory: () => Promise<IsolateFactory>,
  { skip = [], leftovers = () => [] }: IsolationSuiteOptions = {},
): void {
  const skipped = new Map(skip.flatMap(({ reason, tests }) => tests.map((test) => [test, reason])));
  for (const test of skipped.keys()) {
    assert.ok(cases.some((one) => one.name === test), `no such case: ${test}`);
  }
  for (const { name: test, run } of cases) {
    const reason = skipped.get(test);
    const label = reason === undefined ? `${name}: ${test}` : `${name}: ${test} (skipped: ${reason})`;
    Deno.test(label, { ignore: reason !== undefined }, async () => {
      const factory = await newFactory();
      const harness = new Harness(factory);
      try {
        await run(harness);
      } finally {
        await factory.close();
      }
      await harness.until("nothing is left running", async () => (await leftovers()).length === 0);
    });
  }
}
