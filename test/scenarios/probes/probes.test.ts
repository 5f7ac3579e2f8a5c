import assert from "node:assert/strict";
import { Discord } from "../../support/discord.ts";
import { type RunInfo, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";

async function ask(run: RunInfo, name: string, path: string): Promise<{ status: number; text: string }> {
  const port = run.processes.find((process) => process.name === name)!.probePort;
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, text: await response.text() };
}

/** The sum of a metric's series over processes. */
async function figure(run: RunInfo, processes: string[], series: RegExp): Promise<number> {
  const texts = await Promise.all(processes.map((name) => ask(run, name, "/metrics")));
  const lines = texts.flatMap(({ text }) => text.split("\n")).filter((line) => series.test(line));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

Deno.test("every process tells its health, its readiness and its figures", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-probes-" });
  const flora = await startFlora({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "", FLORA_PROBE_PORT: "0" });
  try {
    const run = await flora.run();
    const names = ["supervisor", "gateway", "api", "worker-0", "worker-1"];
    const workers = ["worker-0", "worker-1"];
    for (const name of names) {
      assert.deepEqual(await ask(run, name, "/health"), { status: 200, text: '{"status":"ok"}\n' }, name);
      assert.equal((await ask(run, name, "/ready")).status, 200, name);
      assert.match((await ask(run, name, "/metrics")).text, new RegExp(`process="${name}"`));
    }
    assert.equal(run.processes.find(({ name }) => name === "emulator")!.probePort, undefined);

    const discord = new Discord(run.emulatorUrl!);
    const { channelId, userId } = await discord.firstOf(run.guildId!);
    await discord.say(channelId, userId, "!ping");
    await until(
      "its turn to be counted",
      async () => await figure(run, workers, /^flora_turn_seconds_count\{.*status="ok"/) >= 1,
    );
    assert.ok(await figure(run, workers, /^flora_op_seconds_count\{.*op="discord.rest".*outcome="ok"/) >= 1);
    assert.ok(await figure(run, ["gateway"], /^flora_dispatches_total\{.*status="ok"/) >= 1);
    assert.equal(await figure(run, ["gateway"], /^flora_workers\{/), 2);

    for (const { pid } of run.processes.filter(({ name }) => workers.includes(name))) {
      Deno.kill(pid, "SIGKILL");
    }
    const { text } = await until("the gateway to miss them", async () => {
      const answer = await ask(run, "gateway", "/ready");
      return answer.status === 503 && answer;
    });
    assert.deepEqual(JSON.parse(text).missing, ["no worker is connected"]);
    await until("others in their place", async () => (await ask(run, "supervisor", "/ready")).status === 200);
    await until("the gateway to have them", async () => (await ask(run, "gateway", "/ready")).status === 200);
    assert.equal(await figure(run, ["supervisor"], /^flora_process_restarts_total\{.*name="worker-/), 2);
  } finally {
    await flora.stop("SIGTERM").catch(() => {});
    await Deno.remove(dataDir, { recursive: true });
  }
});
