import assert from "node:assert/strict";
import { join } from "node:path";
import { RunFile } from "./run-file.ts";

async function withFolder(test: (folder: string, path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "flora-run-file-" });
  try {
    await test(folder, join(folder, "run.json"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const run = (count: number) => ({
  apiUrl: "http://127.0.0.1:1",
  token: "t",
  processes: Array.from({ length: count }, (_, pid) => ({ name: `worker-${pid}`, pid })),
});

Deno.test("RunFile is readable by its owner only, and whole whenever it is read", () =>
  withFolder(async (folder, path) => {
    const file = new RunFile(folder);
    await file.write(run(1));
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    let writing = true;
    const writes = Promise.all(Array.from({ length: 50 }, (_, count) => file.write(run(count)))).finally(() =>
      writing = false
    );
    while (writing) assert.equal(JSON.parse(await Deno.readTextFile(path)).token, "t");
    await writes;
    assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), run(49));
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["run.json"]);
  }));

Deno.test("RunFile stays away when it is removed after writes that are under way", () =>
  withFolder(async (folder, path) => {
    const file = new RunFile(folder);
    const writes = [file.write(run(1)), file.write(run(2))];
    await file.remove();
    await Promise.all(writes);
    await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
    await file.remove();
  }));
