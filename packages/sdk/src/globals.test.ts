import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sdk from "./mod.ts";

const declarations = fileURLToPath(import.meta.resolve("../globals.d.ts"));

Deno.test("globals.d.ts declares every name of the SDK and no other", async () => {
  const text = await Deno.readTextFile(declarations);
  const declared = [...text.matchAll(/^ {2}const (\w+): typeof sdk\.\1;$/gm)].map(([, name]) => name!);
  assert.deepEqual(declared.sort(), Object.keys(sdk).sort());
});

const SCRIPT = `
on("messageCreate", async (ctx) => {
  const text: string = ctx.msg.author.username + ctx.msg.channelId + ctx.raw.channel_id;
  await ctx.reply({ content: text, embeds: [embed().setTitle("x")], ephemeral: true });
});
on("guildMemberAdd", (ctx) => console.log(ctx.msg.joinedAt));
createBot({ commands: [slash({ name: "a", description: "b", run: (ctx) => ctx.reply(String(ctx.options.x)) })] });
on("schedule", (ctx) => console.log(ctx.msg.name, ctx.msg.payload.user));
at("09:00 weekdays", ({ scheduledAt }) => console.log(scheduledAt), { timezone: "Europe/Berlin", missed: "all" });
const due: Promise<string> = after("2d", { user: "1" }).then(({ at }) => at);
const cancelled: Promise<boolean> = schedule.cancel("x");
const count: Promise<number> = kv.store("a").increment("b");
`;

async function check(source: string): Promise<string> {
  const folder = await Deno.makeTempDir({ dir: dirname(declarations), prefix: ".types-" });
  try {
    const file = join(folder, "script.ts");
    await Deno.writeTextFile(file, `/// <reference types="../globals.d.ts" />\n${source}\nexport {};`);
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "-q", file],
      env: { NO_COLOR: "1" },
    }).output();
    return new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("globals.d.ts types a script that imports nothing", async () => {
  assert.equal(await check(SCRIPT), "");
});

Deno.test("globals.d.ts refuses an event, an option and a method that do not exist", async () => {
  assert.match(await check(`on("messageCreated", () => {});`), /TS2345/);
  assert.match(await check(`createBot({ prefixes: "!" });`), /TS2561/);
  assert.match(await check(`kv.store("a").read("b");`), /TS2339/);
});
