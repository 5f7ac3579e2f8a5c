import assert from "node:assert/strict";
import { join } from "node:path";
import { flora as cli } from "../../support/cli.ts";
import { ends } from "../cli/bench.ts";

Deno.test("flora validate --here says what a deploy would, with no flora, account or login anywhere", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "flora-here-" });
  const temp = join(folder, "temp");
  await Deno.mkdir(temp);
  const env = {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, "config"),
    FLORA_API_URL: "http://127.0.0.1:9",
    TMPDIR: temp,
  };
  const validate = async (text: string, ...more: string[]) => {
    await Deno.writeTextFile(join(folder, "main.ts"), text);
    return await cli(["validate", "--here", ...more], { cwd: folder, env });
  };
  const leftovers = async () => (await Array.fromAsync(Deno.readDir(temp))).map(({ name }) => name);

  await t.step("a project that is good, with what it could do", async () => {
    const good = `on("messageCreate", (ctx) => rest.banMember({ userId: ctx.msg.author.id }));\n`;
    ends(await validate(good), 0, /A deploy would be taken \(\d[^]*ban members/);
    assert.deepEqual(await leftovers(), []);
  });

  await t.step(
    "one that does not bundle, and one that throws while it is loaded, each with the place",
    async () => {
      ends(await validate("const x = ;\n"), 5, /would be refused[^]*main\.ts:1:11/);
      await Deno.writeTextFile(join(folder, "x.bin"), "no script");
      ends(await validate(`import "./x.bin";`), 5, /\nerror x\.bin: a file of this kind cannot be bundled\n/);
      const thrown = await validate("\n\nthrow new Error('never ready');\n", "--json");
      assert.equal(thrown.code, 5, thrown.stderr);
      const { ok, findings: [finding] } = JSON.parse(thrown.stdout);
      assert.deepEqual([ok, finding.code, finding.severity], [false, "SCRIPT_REJECTED", "error"]);
      assert.match(finding.message + finding.stack, /never ready[^]*main\.ts:3:/);
      assert.deepEqual(await leftovers(), []);
    },
  );

  await Deno.remove(folder, { recursive: true });
});
