import assert from "node:assert/strict";
import type { Command } from "@flora/discord-emulator/state/types";
import { readCommand, splitWord, usageOf } from "./options.ts";

const command = (options: object[]) => ({ name: "do", body: { options } }) as unknown as Command;
const text = { type: 3, description: "x" };
const flat = command([{ ...text, name: "who", required: true }, { ...text, name: "why" }]);
const values = (typed: string, of = flat) => Object.fromEntries(readCommand(of, typed).values);

Deno.test("readCommand() takes values up to the next option, quoted or not, in any order", () => {
  assert.deepEqual(values("who:Ada Lovelace why:no reason"), { who: "Ada Lovelace", why: "no reason" });
  assert.deepEqual(values('why:"who: \\"me\\"" who:"Ada"'), { why: 'who: "me"', who: "Ada" });
  assert.deepEqual(values("who: Ada"), { who: "Ada" });
  assert.deepEqual(values("who:at 10:30 why:http://a.b"), { who: "at 10:30", why: "http://a.b" });
  assert.deepEqual(values(""), {});
});

Deno.test("readCommand() gives text without a name to the first option, and refuses it where that is given", () => {
  assert.deepEqual(values("Ada Lovelace"), { who: "Ada Lovelace" });
  assert.deepEqual(values("Ada why:so"), { who: "Ada", why: "so" });
  assert.throws(
    () => values("Ada who:Ben"),
    /Cannot read "Ada": it belongs to no option, there are who: why:/,
  );
});

Deno.test("readCommand() finds subcommands by their words", () => {
  const sub = { type: 1, name: "set", options: [{ ...text, name: "key" }] };
  const nested = command([sub, { type: 2, name: "more", options: [{ type: 1, name: "clear" }] }]);
  assert.deepEqual(readCommand(nested, "set key:a").path, ["set"]);
  assert.deepEqual(values("set key:a", nested), { key: "a" });
  assert.deepEqual(readCommand(nested, "more clear").path, ["more", "clear"]);
  assert.throws(() => readCommand(nested, "get"), /Cannot use \/do: say which of set, more/);
  assert.deepEqual(usageOf("do", nested.body.options as never), ["/do set [key:…]", "/do more clear"]);
});

Deno.test("splitWord() keeps what follows as it is", () => {
  assert.deepEqual(splitWord("  as  bob  hi"), ["as", "bob  hi"]);
  assert.deepEqual(splitWord(""), ["", ""]);
});
