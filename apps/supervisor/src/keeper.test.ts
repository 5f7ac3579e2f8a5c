import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isForOperator } from "@flora/telemetry";
import { Keeper } from "./keeper.ts";

interface Seen {
  lines: string[];
  ended: [string, number][];
  /** Resolves when the process is ready for the n-th time. */
  ready(count: number): Promise<void>;
}

interface Times {
  readyTimeoutMs?: number;
  stopTimeoutMs?: number;
  goodStretchMs?: number;
}

function keep(behaviour: string, { goodStretchMs, ...times }: Times = {}) {
  let readies = 0;
  let wake = () => {};
  const seen: Seen = {
    lines: [],
    ended: [],
    async ready(count) {
      while (readies < count) await new Promise<void>((resolve) => wake = resolve);
    },
  };
  const keeper = new Keeper({
    name: behaviour,
    module: fileURLToPath(new URL("./child.fixture.ts", import.meta.url)),
    env: { FLORA_NAME: behaviour },
    readyTimeoutMs: 20_000,
    stopTimeoutMs: 20_000,
    ...times,
    onLine: (line) => seen.lines.push(line),
  }, {
    onReady() {
      readies += 1;
      wake();
    },
    onEnded: (how, backoffMs) => seen.ended.push([how, backoffMs]),
  }, goodStretchMs);
  return { keeper, seen };
}

async function refusal(starting: Promise<unknown>): Promise<string> {
  const error = await starting.then(() => undefined, (error) => error);
  assert.ok(isForOperator(error), `${error}`);
  return error.message;
}

Deno.test("Keeper starts a process again that was killed, each time after a longer pause, until it is stopped", async () => {
  const { keeper, seen } = keep("runs");
  const { pid } = await keeper.start();
  assert.equal(keeper.pid, pid);
  const pids = new Set([pid]);
  for (const count of [2, 3]) {
    Deno.kill(keeper.pid!, "SIGKILL");
    await seen.ready(count);
    pids.add(keeper.pid);
  }
  assert.equal(pids.size, 3);
  assert.deepEqual(seen.ended, [["SIGKILL", 250], ["SIGKILL", 500]]);
  assert.deepEqual(seen.lines, ["hello", "hello", "hello"]);
  await keeper.stop();
  assert.equal(seen.ended.length, 2);
});

Deno.test("Keeper does not let a process wait that ran for long, or stopped of its own accord", async () => {
  const ways = [["runs", "SIGKILL", { goodStretchMs: 0 }], ["leaves", "SIGTERM", {}]] as const;
  for (const [behaviour, signal, times] of ways) {
    const { keeper, seen } = keep(behaviour, times);
    await keeper.start();
    for (const count of [2, 3]) {
      Deno.kill(keeper.pid!, signal);
      await seen.ready(count);
    }
    assert.deepEqual(seen.ended.map(([, backoffMs]) => backoffMs), [250, 250], behaviour);
    await keeper.stop();
  }
});

Deno.test("Keeper.stop() ends a pause before a restart", async () => {
  const { keeper, seen } = keep("runs");
  await keeper.start();
  Deno.kill(keeper.pid!, "SIGKILL");
  await keeper.stop();
  assert.ok(seen.ended.length <= 1);
});

Deno.test("Keeper.start() fails with how the process ended, or that it never said it was ready", async () => {
  const failing = keep("fails");
  assert.match(
    await refusal(failing.keeper.start()),
    /Cannot start fails: it ended with code 3, its lines above/,
  );
  assert.deepEqual(failing.seen.lines, ["no luck"]);
  await failing.keeper.stop();
  const silent = keep("silent", { readyTimeoutMs: 50 });
  assert.match(await refusal(silent.keeper.start()), /Cannot start silent: not ready after 50 ms/);
  await silent.keeper.stop();
});

Deno.test("Keeper.stop() insists where a process takes no notice", async () => {
  const { keeper, seen } = keep("stubborn", { stopTimeoutMs: 2_000 });
  await keeper.start();
  await keeper.stop();
  assert.deepEqual(seen.lines, ["hello", "no"]);
});

Deno.test("Keeper.stop() ends a process that is still starting", async () => {
  const { keeper } = keep("silent");
  const starting = refusal(keeper.start());
  await keeper.stop();
  assert.match(await starting, /it ended with SIGTERM/);
});
