import assert from "node:assert/strict";

const folder = import.meta.dirname!;
const names = [...Deno.readDirSync(folder)].filter((entry) => entry.isDirectory).map(({ name }) => name);

const read = (template: string, file: string) => Deno.readTextFile(`${folder}/${template}/${file}`);

Deno.test("templates are the smallest one and ten bots", () => assert.equal(names.length, 11));

for (const name of names) {
  Deno.test(`template ${name} has all that a project begins with, and says what it is`, async () => {
    const files = [...Deno.readDirSync(`${folder}/${name}`)].map((entry) => entry.name).sort();
    assert.deepEqual(files, ["README.md", "main.test.ts", "main.ts", "template.json", "tsconfig.json"]);
    const { title, description, ...more } = JSON.parse(await read(name, "template.json"));
    assert.deepEqual(more, {});
    assert.match(title, /^\S.{1,30}$/);
    assert.match(description, /^[A-Z].{20,100}\.$/);
    assert.equal(JSON.parse(await read(name, "tsconfig.json")).extends, "@flora/sdk/tsconfig");
    assert.ok((await read(name, "README.md")).startsWith(`# ${title}\n`));
    assert.match(await read(name, "main.ts"), /^\/\/ [A-Z].*\.\n/, "it begins with what it does");
  });
}
