import assert from "node:assert/strict";
import { join } from "node:path";
import { Flora } from "@flora/sdk/testing";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { flora as cli } from "../../support/cli.ts";
import { root } from "../../support/flora.ts";
import { checkRequests } from "../../support/oracle.ts";
import { plays } from "./plays.ts";

/** What `@everyone` of a new server may do that the plays need; the bot has nothing of it. */
const PEOPLE = P.ViewChannel | P.SendMessages | P.SendMessagesInThreads | P.ReadMessageHistory |
  P.AddReactions |
  P.UseApplicationCommands;

/** Permissions that are called otherwise than in the API. */
const CALLED: Record<string, keyof typeof P> = {
  TimeOutMembers: "ModerateMembers",
  SendMessagesinThreads: "SendMessagesInThreads",
};

/** What a template's README says that the bot needs. */
async function needs(template: string): Promise<bigint> {
  const readme = await Deno.readTextFile(join(folder, template, "README.md"));
  const [, sentence] = /^The bot needs: ([^.]*)\./m.exec(readme)!;
  const names = sentence!.match(/[A-Z][a-z]+(?:\s(?:in\s)?[A-Z][a-z]+)*/g)!
    .map((name) => name.replaceAll(/\s/g, ""));
  return names.reduce((bits, name) => {
    const bit = P[CALLED[name] ?? name as keyof typeof P];
    assert.ok(bit, `README of ${template}: there is no permission ${name}`);
    return bits | bit;
  }, 0n);
}

const folder = join(root, "apps/cli/templates");
const templates = [...Deno.readDirSync(folder)].filter((entry) => entry.isDirectory).map(({ name }) => name);

Deno.test("templates go live by CLI and work in the running system, with the permissions that they ask for and requests that Discord would take", async (t) => {
  await using flora = await Flora.start();
  assert.deepEqual(Object.keys(plays).sort(), templates.sort(), "each template is tried out");
  for (const template of templates) {
    await t.step(template, async () => {
      const guild = await flora.guild({
        name: template,
        members: ["ada", "ben"].map((username) => ({ username, roles: ["people"] })),
        roles: [
          { name: "@everyone" },
          { name: "people", permissions: String(PEOPLE) },
          { name: "regular" },
        ],
        botPermissions: String(await needs(template)),
        channels: [{ name: "general" }, { name: "board" }, { name: "Lounge", type: 2 }],
      });
      const { code, stdout, stderr } = await cli(
        ["deploy", "--guild", guild.id, "--root", join(folder, template)],
        { env: flora.environment },
      );
      assert.equal(code, 0, stderr);
      assert.match(stdout, /Live as deployment 1/);
      await plays[template]!(guild, flora);
      const { lines } = await flora.client.logs(guild.id, { level: "error" });
      assert.deepEqual(lines.map(({ message }) => message), []);
    });
  }
  await t.step("every request fits Discord's description", async () => {
    const { checked, problems, skipped } = await checkRequests(flora.discord.requests.since(0));
    console.log(skipped ?? `${checked} requests to Discord's REST API checked`);
    assert.deepEqual(problems, []);
    if (!skipped) assert.ok(checked >= 90, `${checked} requests`);
  });
});
