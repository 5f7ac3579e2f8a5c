/** @module The guild scripts that are measured, as an author would write them, bundled as a deploy bundles them. */
import { bundleFiles } from "@flora/bundler";

/** A function of an ordinary library: some branches, some strings, a loop. About 400 bytes once bundled. */
const helper = (n: number) => `
function format${n}(value: any, options: any = {}) {
  const { width = ${n % 40}, fill = " ", label = "item ${n}" } = options;
  if (value === null || value === undefined) throw new TypeError("Cannot format " + label + ": no value");
  let text = typeof value === "number" ? value.toFixed(${n % 4}) : String(value);
  for (let at = text.length; at < width; at++) text = at % 2 === 0 ? fill + text : text + fill;
  return { label, text, at: Math.max(text.length, width) };
}
helpers.push(format${n});`;

/** As many functions as make a bundle of about so many bytes. */
function helpers(bytes: number): string {
  const count = Math.max(1, Math.round((bytes - 600) / 470));
  return `const helpers: any[] = [];${Array.from({ length: count }, (_, n) => helper(n)).join("")}`;
}

/** A bot that answers each message with one op. */
const bot = (bytes: number) =>
  `${helpers(bytes)}
createBot({ prefix: "!" });
on("messageCreate", async (ctx) => {
  const { content } = ctx.msg;
  const { text } = helpers[content.length % helpers.length](content);
  await ctx.reply("pong " + text.length);
});`;

/** The same without an SDK: a peer's own glue calls \`handle\` and provides \`answer\`. */
const peerBot = (bytes: number) =>
  `${helpers(bytes)}
globalThis.handle = async (msg) => {
  const { text } = helpers[msg.content.length % helpers.length](msg.content);
  await answer({ content: "pong " + text.length, channelId: msg.channelId });
};`;

/** A hostile bot: `body` runs at each message. */
const hostile = (body: string) => `on("messageCreate", async (ctx) => { ${body} });`;

export const attacks = {
  loop: hostile("for (;;) ;"),
  allocate: hostile(
    "const kept = []; for (;;) kept.push(new Array(10_000).fill(ctx.msg.content + kept.length));",
  ),
  floodOps: hostile(
    'for (;;) await Promise.allSettled(Array.from({ length: 500 }, () => kv.store("x").get("y")));',
  ),
  floodLogs: hostile('for (;;) { for (let n = 0; n < 500; n++) console.log("noise " + n); await null; }'),
} as const;
export type Attack = keyof typeof attacks;

export interface BenchBundle {
  code: string;
  sourceMap: string;
  source: string;
}

export async function bundleBot(bytes: number): Promise<BenchBundle> {
  return await bundle(bot(bytes));
}

export async function bundlePeerBot(bytes: number): Promise<string> {
  return (await bundle(peerBot(bytes))).code;
}

export async function bundleAttack(attack: Attack): Promise<BenchBundle> {
  return await bundle(attacks[attack]);
}

async function bundle(source: string): Promise<BenchBundle> {
  const { code, sourceMap } = await bundleFiles({ "bot.ts": source }, "bot.ts");
  return { code, sourceMap, source };
}
