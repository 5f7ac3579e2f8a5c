import assert from "node:assert/strict";
import { join } from "node:path";
import { findProject } from "./project.ts";
import { readConfig } from "./read-config.ts";

async function inFolder(
  files: Record<string, string>,
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "flora-config-" });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(join(folder, name, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const typed = (text: string) =>
  `import { defineConfig } from "@flora/sdk/config";
import { guild } from "./guild.ts";
export default defineConfig(${text} as const);`;

Deno.test("readConfig() reads TypeScript with imports where no package is installed", async () => {
  const config = typed("{ guild, entry: 'bot.ts', root: 'bot', dev: { members: ['eve'] } }");
  const files = {
    "flora.config.ts": config,
    "guild.ts": `export const guild = "1${"0".repeat(17)}";`,
    "bot/bot.ts": "",
  };
  await inFolder(files, async (folder) => {
    const { values } = await readConfig(folder);
    const expected = { guild: `1${"0".repeat(17)}`, entry: "bot.ts", root: "bot", dev: { members: ["eve"] } };
    assert.deepEqual(values, expected);
    const project = await findProject("run", await readConfig(folder), {});
    assert.deepEqual(project, { root: join(folder, "bot"), entry: "bot.ts" });
  });
});

Deno.test("readConfig() is empty without a file, and names what is wrong with one", async () => {
  await inFolder({}, async (folder) => assert.deepEqual((await readConfig(folder)).values, {}));
  const refused: [string, RegExp][] = [
    ["export default { gild: '1' };", /Cannot use flora\.config\.ts: .*"gild"/],
    ["export default { guild: 'home' };", /guild: must be an id of 17 to 20 digits/],
    ["export default {", /Cannot read flora\.config\.ts: flora\.config\.ts:1:17: /],
    ["throw new Error('not today');", /Cannot read flora\.config\.ts: not today/],
    ["export const x = 1;", /Cannot use flora\.config\.ts/],
  ];
  for (const [text, message] of refused) {
    await inFolder({ "flora.config.ts": text }, (folder) => assert.rejects(readConfig(folder), message));
  }
});

Deno.test("findProject() takes arguments over the configuration, and names what it looked for", async () => {
  const files = {
    "flora.config.ts": "export default { entry: 'a.ts' };",
    "a.ts": "",
    "b.ts": "",
    "src/main.ts": "",
  };
  await inFolder(files, async (folder) => {
    const config = await readConfig(folder);
    assert.equal((await findProject("deploy", config, {})).entry, "a.ts");
    assert.equal((await findProject("deploy", config, { entry: "./b.ts" })).entry, "b.ts");
    assert.equal((await findProject("deploy", { folder, values: {} }, {})).entry, "src/main.ts");
    await assert.rejects(findProject("deploy", config, { entry: "../c.ts" }), /it is not below/);
    await assert.rejects(
      findProject("run", config, { entry: "c.ts" }),
      /Cannot run "c\.ts": no such file below/,
    );
    await assert.rejects(
      findProject("run", config, { root: "/nowhere" }),
      /none of src\/main\.ts, .* exists/,
    );
  });
});
