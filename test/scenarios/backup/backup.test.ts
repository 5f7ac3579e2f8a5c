import assert from "node:assert/strict";
import { join } from "node:path";
import { type CliResult, flora as cli } from "../../support/cli.ts";
import { startFlora } from "../../support/flora.ts";

function ends({ code, stdout, stderr }: CliResult, wanted: number, says: RegExp): void {
  assert.equal(code, wanted, stdout + stderr);
  assert.match(stdout + stderr, says);
}

Deno.test("a backup taken while flora runs brings everything back", async () => {
  const folder = await Deno.makeTempDir({ prefix: "flora-backup-" });
  const dataDir = join(folder, "data");
  const copy = join(folder, "copy.db");
  const env = { FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "", HOME: folder };
  const start = async () => {
    const flora = await startFlora(env);
    const { apiUrl, token, guildId } = await flora.run();
    const run = (...args: string[]) =>
      cli(args, { cwd: folder, env: { ...env, FLORA_API_URL: apiUrl, FLORA_TOKEN: token } });
    return { flora, guild: ["--guild", guildId!], run };
  };
  const restore = (...args: string[]) => cli(["admin", "restore", ...args], { env });
  try {
    const { flora, guild, run } = await start();
    try {
      ends(await run("secrets", "list", ...guild), 0, /No secrets/);
      await cli(["secrets", "set", "KEY", "--host", "example.com", ...guild], {
        cwd: folder,
        env: { ...env, FLORA_API_URL: (await flora.run()).apiUrl, FLORA_TOKEN: (await flora.run()).token },
        stdin: "a value nobody may read",
      });
      ends(await run("admin", "backup", copy), 0, /Wrote .*copy\.db: [\d.]+ .iB, 1 guilds/);
      assert.equal((await Deno.stat(copy)).mode! & 0o777, 0o600);
      assert.ok(!new TextDecoder().decode(await Deno.readFile(copy)).includes("nobody may read"));
      ends(await run("admin", "backup", copy), 2, /exists already/);
      ends(await run("admin", "backup", join(folder, "no/copy.db")), 2, /there is no folder/);
      await Deno.mkdir(join(folder, "other.db.part"));
      ends(await run("admin", "backup", join(folder, "other.db")), 1, /Cannot write .*other\.db: \w/);
      ends(await run("secrets", "delete", "KEY", ...guild), 0, /KEY/);
      ends(await restore(copy), 1, /another flora \(process \d+\) runs from/);
    } finally {
      await flora.stop();
    }
    await Deno.writeTextFile(join(folder, "text"), "hello");
    ends(await restore(join(folder, "text")), 1, /Cannot use copy ".*text": file is not a database/);
    ends(await restore(copy), 0, /Restored .*flora\.db: 1 guilds[^]*before is now .*flora\.db\.before-/);
    const again = await start();
    try {
      ends(await again.run("secrets", "list", ...again.guild), 0, /KEY/);
    } finally {
      await again.flora.stop();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
