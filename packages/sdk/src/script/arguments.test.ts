import assert from "node:assert/strict";
import type { ScriptErrorCode as HostsCode } from "@flora/model";
import { serveGuest } from "../testing/served-guest.ts";
import type { ScriptErrorCode } from "./script-error.ts";

/** Does not compile where the codes that scripts know and those of the host differ. */
const sameCodes: [HostsCode, ScriptErrorCode] extends [ScriptErrorCode, HostsCode] ? true : never = true;

/** What a script may write by mistake, and the argument that it is told of. */
const MISTAKES: [call: string, path: string, message: RegExp][] = [
  ["ctx.reply(null)", "message", /must be text or an object, not null/],
  ["ctx.reply({ attachments: 'x' })", "message.attachments", /a list of at most 10, it is string/],
  [
    "ctx.reply({ attachments: Array(11).fill({ name: 'a', data: 'x' }) })",
    "message.attachments",
    /it has 11/,
  ],
  ["ctx.reply({ attachments: [null] })", "message.attachments.0", /must be an object/],
  ["ctx.reply({ attachments: [{ data: 'x' }] })", "message.attachments.0.name", /1 to 256 characters/],
  ["ctx.reply({ attachments: [{ name: 'a', data: 5 }] })", "message.attachments.0.data", /text or bytes/],
  ["ctx.reply({ components: [null] })", "body.components.0", /expected object, received null/],
  ["ctx.reply({ content: 5 })", "body.content", /expected string, received number/],
  ["ctx.awaitComponent()", "filter", /must be a custom id, an object or a function/],
  ["kv.store('a').update('k')", "change", /must be a function/],
  ["kv.store('a').setIf('k', 'v')", "condition", /must be \{ version \}/],
  ["kv.store('a').json().set('k', undefined)", "value", /no JSON, it is undefined/],
  ["kv.store('a').json().set('k', 5n)", "value", /no JSON, .*BigInt/],
  ["kv.store('a').json().update('k', () => console.log)", "value", /no JSON, it is a function/],
  ["rest.sendMessage()", "params.channelId", /channelId/],
  ["rest.timeoutMember()", "seconds", /seconds is undefined/],
];

Deno.test("whatever is called with the wrong thing names the argument and what it must be", async () => {
  const calls = MISTAKES.map(([call]) => `async () => await (${call})`).join(",");
  await using served = await serveGuest(`on("messageCreate", async (ctx) => {
    for (const call of [${calls}]) {
      await call().then(() => console.log("{}"), ({ code, path, message }) => console.log(JSON.stringify({ code, path, message })));
    }
  });`);
  const ids = { id: "300000000000000001", channelId: "200000000000000001", guildId: "100000000000000001" };
  const lines = await served.say("x", ids);
  assert.ok(sameCodes);
  for (const [index, [call, expected, pattern]] of MISTAKES.entries()) {
    const { code, path, message } = JSON.parse(lines[index]!);
    assert.deepEqual([code, path], ["INVALID_ARGUMENT", expected], `${call}: ${message}`);
    assert.match(message, pattern, call);
  }
});
