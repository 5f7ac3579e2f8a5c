import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { createSealer, SealError, secretAad } from "./seal.ts";
import { generateKey, parseKey } from "./sealing-key.ts";

const guild = "100000000000000001" as GuildId;
const aad = secretAad(guild, "API_KEY");

Deno.test("seal() gives a text that opens to the same, and never the same text twice", () => {
  const sealer = createSealer([parseKey(generateKey())]);
  for (const plain of ["", "hunter2", "é\0\u{1f600}".repeat(1000)]) {
    const sealed = sealer.seal(plain, aad);
    assert.equal(sealer.open(sealed, aad), plain);
    assert.notEqual(sealer.seal(plain, aad), sealed);
    if (plain) assert.ok(!sealed.includes(plain));
  }
});

Deno.test("open() refuses a text for another guild or name", () => {
  const sealer = createSealer([parseKey(generateKey())]);
  const sealed = sealer.seal("x", aad);
  for (
    const other of [secretAad("100000000000000002" as GuildId, "API_KEY"), secretAad(guild, "OTHER"), ""]
  ) {
    assert.throws(() => sealer.open(sealed, other), SealError);
  }
});

Deno.test("open() refuses any altered text", () => {
  const sealer = createSealer([parseKey(generateKey())]);
  const sealed = sealer.seal("some text", aad);
  for (let index = 0; index < sealed.length; index++) {
    const letter = sealed[index] === "A" ? "Q" : "A";
    const altered = sealed.slice(0, index) + letter + sealed.slice(index + 1);
    assert.throws(() => sealer.open(altered, aad), SealError, `position ${index}`);
  }
  for (
    const broken of ["", "s1", "s1.x.", sealed.slice(0, -4), sealed.slice(0, 30), `${sealed}.x`, "plain text"]
  ) {
    assert.throws(() => sealer.open(broken, aad), SealError, broken);
  }
});

Deno.test("createSealer() seals with the first key and opens with any", () => {
  const [old, fresh] = [parseKey(generateKey()), parseKey(generateKey())];
  const sealed = createSealer([old]).seal("x", aad);
  const rotated = createSealer([fresh, old]);
  assert.equal(rotated.open(sealed, aad), "x");
  assert.throws(() => createSealer([old]).open(rotated.seal("x", aad), aad), /key \w+ is not configured/);
  assert.throws(() => createSealer([]), /no key given/);
});
