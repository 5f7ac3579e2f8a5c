import assert from "node:assert/strict";
import { Rest } from "./rest.ts";

const MIB = 1024 * 1024;

/** What `due` answers to each of these pairs of dispatches and MiB. */
function asked(rest: Rest, ...looks: [number, number][]): boolean[] {
  return looks.map(([dispatches, mib]) =>
    rest.due({ dispatches, residentBytes: mib * MIB, ownBytes: 0, cpuMs: 0 })
  );
}

Deno.test("due() asks once after three quiet looks", () => {
  const looks = asked(new Rest(), [5, 50], [5, 50], [5, 50], [5, 50], [5, 45], [5, 45], [5, 45]);
  assert.deepEqual(looks, [false, false, false, true, false, false, false]);
});

Deno.test("due() waits while dispatches come", () => {
  assert.ok(!asked(new Rest(), [1, 50], [1, 50], [2, 50], [2, 50], [2, 50], [3, 50]).includes(true));
});

Deno.test("due() asks again only when memory has grown since", () => {
  const rest = new Rest();
  asked(rest, [1, 50], [1, 50], [1, 50], [1, 50], [1, 45]);
  assert.ok(!asked(rest, [2, 45.5], [2, 45.5], [2, 45.5], [2, 45.5], [2, 45.5]).includes(true));
  assert.ok(asked(rest, [3, 47], [3, 47], [3, 47], [3, 47]).includes(true));
});
