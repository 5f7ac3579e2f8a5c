/** @module What every backend keeps up between processes of their own, which start, write and are killed as they like. */
import assert from "node:assert/strict";
import { openStorage } from "../src/open.ts";
import { guild } from "./backend.ts";

/** Runs `body` with the URL of a store that nobody has opened before. */
export type WithStore = (body: (url: string) => Promise<void>) => Promise<void>;

const fixture = new URL("./processes.fixture.ts", import.meta.url).href;

interface Writer {
  lines: AsyncIterator<string>;
  process: Deno.ChildProcess;
}

function start(url: string, task: string, count = 0): Writer {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--quiet", fixture, url, task, String(count)],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  return { process, lines: readLines(process.stdout) };
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

/** Starts that many on a store that none has opened before, lets them go together, and answers their last lines. */
async function race(url: string, processes: number, task: string, count: number): Promise<string[]> {
  const writers = Array.from({ length: processes }, () => start(url, task, count));
  for (const { lines } of writers) assert.equal((await lines.next()).value, "open");
  await Promise.all(writers.map(({ process }) => process.stdin.close()));
  return await Promise.all(writers.map(async ({ process, lines }) => {
    let last = "";
    for (let line = await lines.next(); !line.done; line = await lines.next()) last = line.value;
    assert.equal((await process.status).code, 0);
    return last;
  }));
}

const cases: Record<string, (url: string) => Promise<void>> = {
  "kv.increment() loses nothing between processes that start and write at once": async (url) => {
    await race(url, 3, "increment", 300);
    const storage = await openStorage(url);
    assert.equal((await storage.kv.get(guild, "s", "n"))?.value, "900");
    assert.equal(await storage.kv.usedBytes(guild), 1 + 1 + 3);
    await storage.close();
  },

  "kv.set() of absent keys has exactly one winner per key between processes": async (url) => {
    const wins = (await race(url, 3, "take", 200)).map((line) => Number(line.replace("won ", "")));
    assert.equal(wins[0]! + wins[1]! + wins[2]!, 200);
    const storage = await openStorage(url);
    assert.equal(await storage.kv.count(guild, "s", {}), 200);
    await storage.close();
  },

  "cron.claim() has exactly one winner per due time between processes": async (url) => {
    const wins = (await race(url, 2, "claim", 300)).map((line) => Number(line.replace("won ", "")));
    const storage = await openStorage(url);
    const { job } = await storage.cron.read(guild);
    assert.equal(job?.lastDueAt, 300);
    // Both count up, so whoever reaches a due time first wins it and the other loses it.
    assert.equal(wins[0]! + wins[1]!, 300);
    await storage.close();
  },

  "a writer that is killed loses nothing it was told is written": async (url) => {
    for (let round = 0; round < 3; round++) {
      const { process, lines } = start(url, "write-for-ever");
      let acknowledged = -1;
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        if (line.value.startsWith("wrote ")) acknowledged = Number(line.value.slice("wrote ".length));
        if (acknowledged === 50 + round * 37) process.kill("SIGKILL");
      }
      await process.status;
      await process.stdin.close().catch(() => {});
      assert.ok(acknowledged >= 50);
      const storage = await openStorage(url);
      let bytes = 0;
      for (const { name } of (await storage.kv.list(guild, "s", { limit: 1e6 })).keys) {
        bytes += 1 + name.length + (await storage.kv.get(guild, "s", name))!.value.length;
      }
      for (let index = 0; index <= acknowledged; index++) {
        assert.equal((await storage.kv.get(guild, "s", `k${index}`))?.value.length, index % 5000);
      }
      assert.equal(await storage.kv.usedBytes(guild), bytes);
      await storage.close();
    }
  },
};

/** Registers every case as a test; `missing` says why there is no such backend here. */
export function testProcesses(name: string, withStore: WithStore, missing?: string): void {
  for (const [title, body] of Object.entries(cases)) {
    Deno.test({
      name: `${name}: ${title}${missing ? ` (skipped: ${missing})` : ""}`,
      ignore: missing !== undefined,
      fn: () => withStore(body),
    });
  }
}
