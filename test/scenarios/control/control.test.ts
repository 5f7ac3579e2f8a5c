import assert from "node:assert/strict";
import { FloraClient } from "@flora/api-client";
import { Discord } from "../../support/discord.ts";
import { startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";

const script = (reply: string) => ({
  entry: "main.ts",
  files: {
    "main.ts": `
cron("tick", "0 0 1 1 *", async () => { await kv.store("s").set("ticked", "yes"); });
on("messageCreate", async ({ msg }) => {
  if (msg.content === "!hi") await rest.sendMessage({ channelId: msg.channelId, content: ${
      JSON.stringify(reply)
    } });
});
`,
  },
});

Deno.test("a running flora is validated, paused over a restart, rolled back and looked into over the API", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-control-" });
  const env = { FLORA_DATA_DIR: dataDir, FLORA_WORKERS: "1" };
  let flora = await startFlora(env);
  try {
    const connect = async () => {
      const { apiUrl: baseUrl, emulatorUrl, guildId, token } = await flora.run();
      return {
        client: new FloraClient({ baseUrl, token }),
        discord: new Discord(emulatorUrl!),
        id: guildId!,
      };
    };
    let { client, discord, id } = await connect();
    const answers = async (reply: string) => {
      const { channelId, userId } = await discord.firstOf(id);
      const said = async () =>
        (await discord.messages(channelId)).filter(({ content }) => content === reply).length;
      const before = await said();
      await discord.say(channelId, userId, "!hi");
      await until(`"${reply}"`, async () => await said() > before);
    };
    const first = await client.deploy(id, script("one"));
    await client.deploy(id, script("two"));
    await answers("two");

    const broken = {
      entry: "main.ts",
      files: { "main.ts": `on("ready", () => {});\nthrow new Error("boom");` },
    };
    const bad = await client.validate(id, broken);
    assert.deepEqual([bad.ok, bad.findings[0]!.code], [false, "SCRIPT_REJECTED"]);
    assert.match(bad.findings[0]!.stack!, /main\.ts:2:\d+/);
    const good = await client.validate(id, script("three"));
    assert.deepEqual([good.ok, good.manifest!.crons[0]!.name], [true, "tick"]);
    await answers("two");

    assert.equal((await client.crons.run(id, "tick")).status, "ok");
    assert.equal((await client.kv.get(id, "s", "ticked"))!.value, "yes");
    const { runsOn, events } = await client.usage(id);
    assert.deepEqual([runsOn!.worker, runsOn!.state], ["worker-0", "running"]);
    assert.ok(events.dispatches >= 3 && events.errors === 0, JSON.stringify(events));

    await client.pause(id);
    await flora.stop();
    flora = await startFlora(env);
    ({ client, discord, id } = await connect());
    const { deployment, etag } = await client.taggedDeployment(id);
    assert.ok(deployment.pausedAt !== undefined);
    const { channelId, userId } = await discord.firstOf(id);
    await discord.say(channelId, userId, "!hi");
    await until(
      "the message to be kept back",
      async () => (await client.usage(id)).events.byReason.paused !== undefined,
    );
    await assert.rejects(client.crons.run(id, "tick"), { status: 409 });
    await client.resume(id);
    await assert.rejects(client.rollback(id, first.deployment.revisionId, { ifMatch: etag }), {
      status: 412,
    });
    const { etag: now } = await client.taggedDeployment(id);
    const back = await client.rollback(id, first.deployment.revisionId, { ifMatch: now });
    assert.deepEqual([back.number, back.revisionId], [deployment.number + 1, first.deployment.revisionId]);
    await answers("one");
  } finally {
    await flora.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});
