/** @module Pieces that attack scripts are put together from. */

/** What every attack script starts with: its own copies of what it reports with, taken before it breaks anything. */
const PRELUDE = `
const { win, note } = (() => {
  const loot = kv.store("loot"), { stringify } = JSON, text = String;
  const shown = (value) => { try { return text(value).slice(0, 300); } catch { return "something"; } };
  return {
    win: (what, got) => loot.set("win " + what, shown(got)),
    note: (name, value) => loot.set("note " + name, stringify(value) ?? "undefined"),
  };
})();
`;

/** An attack script as the bundler would hand it out, sloppy mode left to the attacker. */
export const asBundle = (body: string) => `(async () => {${PRELUDE}\n${body}\n})()`;

/** Runs the body on "go"; on "again" nothing happens, which only a guest that lives can do. */
export const onGo = (body: string, setUp = "") =>
  `${setUp}\non("messageCreate", async (ctx) => { if (ctx.msg.content !== "go") return;\n${body}\n});`;

/**
 * Tries one expression after the other on "go". One that comes to something other than nothing, false or zero is a win;
 * a throw is none. Notes how many were tried, so that a script that never ran does not pass.
 */
export function tries(attempts: Record<string, string>, setUp = ""): string {
  const list = Object.entries(attempts).map(([name, expression]) =>
    `[${JSON.stringify(name)}, async () => (${expression})]`
  );
  return onGo(
    `
  let tried = 0;
  for (const [name, attempt] of [${list.join(",\n")}]) {
    tried++;
    let got;
    try { got = await attempt(); } catch { continue; }
    if (got) await win(name, got);
  }
  await note("tried", tried);`,
    setUp,
  );
}
