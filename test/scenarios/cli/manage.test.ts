import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "@flora/model/until";
import { Bench, ends } from "./bench.ts";

const script = (word: string) => `
createBot({ commands: [prefix({ name: "say", run: (ctx) => ctx.reply("${word}") })] });
cron("tidy", "0 4 * * *", () => console.log("tidied ${word}"));
on("schedule", () => {});
on("ready", async () => {
  await kv.store("notes").set("from-script", "${word}");
  await schedule("later", Date.now() + 172_800_000, { word: "${word}" });
  console.log("ready ${word}");
});
`;

Deno.test("flora, the command line, looks after a guild", async (t) => {
  await using bench = await Bench.open();
  const main = join(bench.folder, "main.ts");
  const deploy = async (word: string) => {
    await Deno.writeTextFile(main, script(word));
    ends(await bench.local("deploy"), 0, /Live as deployment/);
    await until(`ready ${word}`, async () => (await bench.local("logs")).stdout.includes(`ready ${word}`));
  };
  const data = { FLORA_DATA_DIR: join(bench.folder, "data") };
  await deploy("one");
  await deploy("two");

  await t.step("history, rollback to what ran before and by number, each with --json", async () => {
    ends(await bench.local("history"), 0, /NUMBER +REVISION[^]*\n3 +rev_\S+[^]*\n2 [^]*\n1 /);
    const { deployments } = JSON.parse((await bench.local("history", "--json", "--limit", "2")).stdout);
    assert.deepEqual(deployments.map((one: { number: number }) => one.number), [3, 2]);
    ends(
      await bench.local("rollback"),
      0,
      new RegExp(`Live again: revision ${deployments[1].revisionId}, as deployment 4`),
    );
    const back = JSON.parse((await bench.local("rollback", "#3", "--json")).stdout);
    assert.deepEqual([back.ok, back.deployment.number, back.deployment.revisionId], [
      true,
      5,
      deployments[0].revisionId,
    ]);
    ends(await bench.local("rollback", "99"), 2, /Cannot find deployment 99/);
    ends(await bench.local("rollback", "latest"), 2, /Cannot find revision "latest"/);
  });

  await t.step("diff of revisions, and of this folder", async () => {
    ends(await bench.local("diff", "2"), 0, /~ main\.ts \(\+5 -5\)[^]*-[^\n]*two[^]*\+[^\n]*one/);
    ends(await bench.local("diff", "2", "--from", "4"), 0, /are the same/);
    ends(await bench.local("diff"), 0, /No file differs/);
    await Deno.writeTextFile(main, script("two") + `on("guildMemberAdd", () => {});\n`);
    ends(await bench.local("diff"), 0, /1 files differ[^]*~ main\.ts[^]*can now/);
  });

  await t.step("pause and resume", async () => {
    ends(await bench.local("pause"), 0, /Paused/);
    ends(await bench.local("get"), 0, /paused/);
    ends(await bench.local("cron", "list"), 0, /tidy +0 4 \* \* \* UTC +paused/);
    ends(await bench.local("resume"), 0, /Resumed/);
  });

  await t.step("cron jobs and schedules", async () => {
    ends(await bench.local("cron", "list"), 0, /tidy +0 4 \* \* \* UTC +\d{4}-\d\d-\d\d 04:00:00 +never/);
    ends(await bench.local("cron", "run", "tidy"), 0, /^ok\n/);
    ends(await bench.local("cron", "run", "none"), 4, /none/);
    ends(await bench.local("schedules"), 0, /later +\d{4}[^\n]* +\{"word":"two"\}/);
    ends(await bench.local("schedules", "cancel", "later"), 0, /Cancelled later/);
    ends(await bench.local("schedules"), 0, /Nothing is scheduled/);
  });

  await t.step("logs since a time, and none where there are none", async () => {
    ends(await bench.local("logs", "--since", "1h"), 0, /tidied two/);
    const later = await bench.local("logs", "--since", "2090-01-01");
    ends(later, 0, /No such lines/);
    ends(await bench.local("logs", "--since", "soon"), 2, /it must be like 10m/);
    ends(await bench.local("logs", "--limit", "0"), 2, /1 to 1000/);
  });

  await t.step("stores and keys, by the names of old and new", async () => {
    ends(await bench.local("kv", "create-store", "--name", "things"), 0, /Made things/);
    ends(await bench.local("kv", "create-store", "things"), 0, /is there already/);
    ends(await bench.local("kv", "set", "--store", "things", "--key", "a", "first"), 0, /Set a/);
    ends(
      await bench.local("kv", "set", "--store", "things", "b", "two\u001b[2J", "--metadata", '{"x":1}'),
      0,
      /Set b/,
    );
    ends(await bench.run(["kv", "set", "-s", "things", "c"], data, "from\nstdin\n"), 0, /Set c/);
    const b = await bench.local("kv", "get", "--store", "things", "b");
    assert.deepEqual([b.code, b.stdout], [0, "two\u001b[2J\n"]);
    assert.equal((await bench.local("kv", "get", "--store", "things", "c")).stdout, "from\nstdin\n");
    ends(await bench.local("kv", "get", "--store", "things", "none"), 4, /no key "none"/);
    ends(await bench.local("kv", "list-keys", "--store", "things"), 0, /a[^]*b +\{"x":1\}[^]*c/);
    ends(await bench.local("kv", "list-keys", "--store", "things", "--limit", "1"), 0, /more: --cursor/);
    ends(await bench.local("kv", "list-stores"), 0, /notes +1 [^]*things +3 [^]* used/);
    ends(await bench.local("kv", "delete", "--store", "things", "a"), 0, /Deleted a/);
    ends(await bench.local("kv", "delete", "--store", "things", "a"), 4, /There is no a/);
    ends(await bench.local("kv", "get", "a"), 2, /--store/);
    ends(await bench.local("kv", "set", "-s", "things", "x", "1", "--metadata", "{"), 2, /is not JSON/);
    const value = JSON.parse((await bench.local("kv", "get", "-s", "things", "b", "--json")).stdout);
    assert.deepEqual(value.metadata, { x: 1 });
  });

  await t.step("export and import whole stores", async () => {
    const { stdout } = await bench.local("kv", "export", "--store", "things");
    assert.deepEqual(stdout.trim().split("\n").map((line) => JSON.parse(line).key), ["b", "c"]);
    const file = join(bench.folder, "store.jsonl");
    await Deno.writeTextFile(file, stdout);
    ends(await bench.local("kv", "delete-store", "things"), 0, /Deleted things and the 2 keys/);
    ends(await bench.local("kv", "import", "--store", "copy", file), 0, /Set 2 keys/);
    ends(
      await bench.run(["kv", "import", "-s", "copy", "--existing", "skip"], data, stdout),
      0,
      /Set 0 keys; 2 were/,
    );
    ends(await bench.local("kv", "import", "--store", "copy", "none.jsonl"), 2, /no such file/);
    ends(await bench.run(["kv", "import", "-s", "copy"], data, "{"), 1, /line 1/);
  });

  await t.step("undeploy, with the old spelling of where", async () => {
    const { apiUrl, token, guildId } = await bench.flora.run();
    const env = { FLORA_TOKEN: token };
    ends(await bench.run(["get", "--guild", guildId!, "--api-url", apiUrl], env), 0, /deployed/);
    ends(await bench.run(["undeploy", "--guild", guildId!, "-a", apiUrl], env), 0, /Undeployed/);
    ends(await bench.local("get"), 4, /none|nothing/);
    ends(await bench.local("rollback", "3"), 0, /Live again/);
  });
});
