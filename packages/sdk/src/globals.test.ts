import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as sdk from "./mod.ts";
import { checkScript } from "./testing/check-script.ts";

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
const hook: Promise<string> = webhook("ci", ({ msg }) => ({ status: 201, body: { n: msg.json().n } })).url();
const config = settings({
  most: { type: "number", label: "Most", default: 3 },
  log: { type: "channel", label: "Log", required: true },
  mood: { type: "choice", label: "Mood", choices: ["good", { label: "Bad", value: "bad" }], default: "good" },
});
const typed: { most: number; log: string | undefined; mood: "good" | "bad" } = config.value;
on("settingsUpdate", (ctx) => console.log(ctx.msg.changed.join()));
const count: Promise<number> = kv.store("a").increment("b");
count.catch((error: ScriptError) => error.code === "KV_LIMIT" && error.retryAfterMs);
`;

Deno.test("globals.d.ts types a script that imports nothing", async () => {
  assert.equal(await checkScript(SCRIPT), "");
});

Deno.test("globals.d.ts refuses an event, an option and a method that do not exist", async () => {
  const said = await checkScript([
    `const config = settings({ log: { type: "channel", label: "Log" } });`,
    `on("messageCreated", () => {});`,
    `createBot({ prefixes: "!" });`,
    `kv.store("a").read("b");`,
    `const id: string = config.value.log;`,
    `config.value.other;`,
    `Promise.reject().catch((error: ScriptError) => error.code === "KV_LIMITS");`,
  ].join("\n"));
  const codes = [...said.matchAll(/\((\d+),\d+\): error (TS\d+)/g)].map(([, line, code]) =>
    `${line} ${code}`
  );
  assert.deepEqual(codes, ["2 TS2345", "3 TS2561", "4 TS2339", "5 TS2322", "6 TS2339", "7 TS2367"]);
});
