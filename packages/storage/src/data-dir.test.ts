import assert from "node:assert/strict";
import { join } from "node:path";
import { takeDataDir } from "./data-dir.ts";
import { StorageError } from "./storage-error.ts";

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "flora-data-dir-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function refusal(dataDir: string): Promise<string> {
  const error = await takeDataDir(dataDir).then(() => undefined, (error) => error);
  assert.ok(error instanceof StorageError, `${error}`);
  return error.message;
}

Deno.test("takeDataDir() makes a folder for its owner only, and gives it to one at a time", () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "deep/data");
    const release = await takeDataDir(dataDir);
    assert.equal((await Deno.stat(dataDir)).mode! & 0o777, 0o700);
    assert.match(await refusal(dataDir), new RegExp(`another flora \\(process ${Deno.pid}\\) runs from`));
    await release();
    await (await takeDataDir(dataDir))();
  }));

Deno.test("takeDataDir() gives one of many that start at once the folder", () =>
  withFolder(async (folder) => {
    const starts = await Promise.allSettled(Array.from({ length: 20 }, () => takeDataDir(folder)));
    const taken = starts.filter((start) => start.status === "fulfilled");
    assert.equal(taken.length, 1);
    await taken[0]!.value();
  }));

Deno.test("takeDataDir() takes the folder of a process that was killed", () =>
  withFolder(async (folder) => {
    const holder = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", new URL("./data-dir.fixture.ts", import.meta.url).href, folder],
      stdout: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    await reader.read();
    assert.match(await refusal(folder), new RegExp(`process ${holder.pid}\\)`));
    holder.kill("SIGKILL");
    await holder.status;
    await reader.cancel();
    await (await takeDataDir(folder))();
  }));

Deno.test("takeDataDir() names the folder and the setting where it cannot write", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    for (const dataDir of [join(folder, "file"), join(folder, "file/data"), "/proc/flora"]) {
      assert.match(await refusal(dataDir), /^Cannot write data folder ".*" \(FLORA_DATA_DIR\): /);
    }
  }));
