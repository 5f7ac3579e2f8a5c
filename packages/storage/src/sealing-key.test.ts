import assert from "node:assert/strict";
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateKey, loadMasterKeys, parseKey } from "./sealing-key.ts";

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("parseKey() reads what generateKey() made, base64url too, and names it by its content", () => {
  const text = generateKey();
  const key = parseKey(`${text}\n`);
  assert.equal(key.key.length, 32);
  assert.deepEqual(parseKey(text.replaceAll("+", "-").replaceAll("/", "_").replace("=", "")), key);
  assert.notEqual(parseKey(generateKey()).id, key.id);
});

Deno.test("parseKey() says what is wrong and never what it was given", () => {
  assert.throws(() => parseKey("zzzz"), /Cannot read master key: it has 3 bytes, expected 32 as base64$/);
  assert.throws(
    () => parseKey("zz zz"),
    /Cannot read master key: it is not base64, expected 32 bytes as base64$/,
  );
});

Deno.test("loadMasterKeys() prefers the configured key and then writes nothing", async () => {
  await withFolder(async (folder) => {
    const configured = generateKey();
    const path = join(folder, "master.key");
    assert.deepEqual(await loadMasterKeys({ configured, path }), [parseKey(configured)]);
    await assert.rejects(stat(path));
  });
});

Deno.test("loadMasterKeys() creates one file for its owner only, however many ask at once", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "new", "master.key");
    const keys = (await Promise.all(Array.from({ length: 8 }, () => loadMasterKeys({ path })))).flat();
    assert.equal(new Set(keys.map(({ id }) => id)).size, 1);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(await loadMasterKeys({ path }), [keys[0]]);
    assert.deepEqual([...Deno.readDirSync(join(folder, "new"))].map(({ name }) => name), ["master.key"]);
  });
});

Deno.test("loadMasterKeys() names a file it cannot use, and leaves it", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "master.key");
    await writeFile(path, "nonsense!");
    await chmod(path, 0o600);
    await assert.rejects(loadMasterKeys({ path }), (error: Error) => error.message.includes(`"${path}"`));
    assert.equal(await readFile(path, "utf8"), "nonsense!");
    await assert.rejects(loadMasterKeys({ path: join(path, "below") }), /Cannot (read|create) key file/);
  });
});

Deno.test("loadMasterKeys() puts the current key in front of those that only open, each once", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "master.key");
    const [first, second, third] = [generateKey(), generateKey(), generateKey()];
    await writeFile(path, `${second}\n\n${third}\n`);
    assert.deepEqual(await loadMasterKeys({ path }), [second, third].map(parseKey));
    const given = { configured: first, previous: [third], path };
    assert.deepEqual(await loadMasterKeys(given), [first, third, second].map(parseKey));
  });
});
