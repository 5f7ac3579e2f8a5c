import assert from "node:assert/strict";
import { defaultLimits } from "@flora/model";
import { processesOf } from "../../conformance/processes-of.ts";
import { Harness } from "../../conformance/harness.ts";
import { buildTestImage } from "../../conformance/test-image.ts";
import { IsolateStartError } from "../contract.ts";
import { bootGuest } from "../host/boot.ts";
import { runnerUrl } from "./command.ts";
import { createIsolatedFactory } from "./factory.ts";
import { GuestProcess } from "./guest-process.ts";

const folder = await Deno.makeTempDir({ prefix: "flora-isolation-" });
const image = await buildTestImage(folder);
const processes = processesOf(image);
const sdkText = await Deno.readFile(image.sdkPath);
const limits = { ...defaultLimits, bootTimeoutMs: 20_000 };
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

Deno.test("createIsolatedFactory() keeps spares, and a guild adopts one", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const factory = await createIsolatedFactory({ image, spares: 2, limits });
  const harness = new Harness(factory);
  await harness.until("two spares run", () => processes().length === 2);
  const waiting = processes();
  await factory.replenish();
  assert.ok(factory.spareBytes() > 2 * 2 ** 20, `spares take ${factory.spareBytes()} bytes`);
  const isolate = await harness.run(`on("x", () => op("echo"));`);
  assert.deepEqual(await harness.dispatch(isolate, "x"), { status: "ok" });
  await factory.replenish();
  assert.equal(processes().length, 3, "the spare is replaced");
  assert.deepEqual(processes().filter((pid) => waiting.includes(pid)), waiting);
  const other = await harness.run("", { limits: { heapBytes: 32 * 1024 * 1024 } });
  assert.equal(processes().length, 4);
  await other.terminate("undeployed");
  await factory.close();
  assert.equal(factory.spareBytes(), 0);
  assert.deepEqual(processes(), []);
});

Deno.test("createIsolatedFactory() runs a guild whose spare was killed a moment ago", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const factory = await createIsolatedFactory({ image, spares: 2, limits });
  const harness = new Harness(factory);
  await factory.replenish();
  const spares = processes();
  for (const spare of spares) Deno.kill(Number(spare), "SIGKILL");
  const isolates = await Promise.all(spares.map(() => harness.run(`on("x", () => op("echo"));`)));
  for (const isolate of isolates) assert.deepEqual(await harness.dispatch(isolate, "x"), { status: "ok" });
  assert.deepEqual(processes().filter((pid) => spares.includes(pid)), []);
  await factory.close();
  assert.deepEqual(processes(), []);
});

Deno.test("createIsolatedFactory() ends a guild whose spare is being replaced", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const factory = await createIsolatedFactory({ image, spares: 1, limits });
  const harness = new Harness(factory);
  await factory.replenish();
  Deno.kill(Number(processes()[0]), "SIGKILL");
  const isolate = await harness.create();
  const loading = isolate.load("0");
  assert.equal((await isolate.terminate("undeployed")).reason, "undeployed");
  assert.equal((await loading).ok, false);
  await factory.close();
  assert.deepEqual(processes(), []);
});

Deno.test(
  "a guest killed from outside is reported as crashed",
  { ignore: Deno.build.os !== "linux" },
  async () => {
    const factory = await createIsolatedFactory({ image, spares: 0, limits });
    const harness = new Harness(factory);
    const isolate = await harness.run(`on("x", () => op("never"));`);
    const outcome = harness.dispatch(isolate, "x");
    Deno.kill(Number(processes()[0]), "SIGKILL");
    assert.deepEqual(await outcome, { status: "lost", reason: "crashed" });
    const ended = await isolate.ended;
    assert.equal(ended.failure, "running");
    assert.match(ended.detail ?? "", /SIGKILL/);
    await factory.close();
  },
);

Deno.test("createIsolatedFactory() rejects when the SDK does not come up in time", async () => {
  await Deno.writeTextFile(`${folder}/stuck.js`, "for (;;);");
  const stuck = { runnerPath: image.runnerPath, sdkPath: `${folder}/stuck.js` };
  const created = createIsolatedFactory({ image: stuck, limits: { ...limits, bootTimeoutMs: 300 } });
  await assert.rejects(
    created,
    (error) => error instanceof IsolateStartError && error.reason === "boot-timeout",
  );
  assert.deepEqual(processes(), []);
});

Deno.test("createIsolatedFactory() rejects when the runner is none", async () => {
  await Deno.writeTextFile(`${folder}/broken.js`, "throw new Error('broken runner');");
  const broken = { runnerPath: `${folder}/broken.js`, sdkPath: image.sdkPath };
  await assert.rejects(createIsolatedFactory({ image: broken, limits }), /broken runner/);
});

Deno.test("create() rejects when its own boot does not come up in time", async () => {
  const factory = await createIsolatedFactory({ image, spares: 0, limits });
  const created = new Harness(factory).create({ limits: { bootTimeoutMs: 1 } });
  await assert.rejects(
    created,
    (error) => error instanceof IsolateStartError && error.reason === "boot-timeout",
  );
  assert.deepEqual(processes(), []);
  await factory.close();
});

Deno.test("bootGuest() kills a runner that holds a permission", async () => {
  const runner = runnerUrl(await Deno.readFile(image.runnerPath));
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-config",
      "--no-lock",
      "--no-remote",
      "--quiet",
      "--allow-env=NOTHING",
      "--allow-read",
      runner,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const guest = new GuestProcess(command);
  await assert.rejects(
    bootGuest(guest, { text: sdkText, cache: undefined }, 20_000),
    /holds permissions: read/,
  );
  assert.equal((await guest.exited).reason, "crashed");
});
