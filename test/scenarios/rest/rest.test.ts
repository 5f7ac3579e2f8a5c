import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";
import { checkRequests } from "../../support/oracle.ts";

Deno.test("a script builds and takes down roles, channels, threads, webhooks, stickers, events and rules", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script: new URL("./main.ts", import.meta.url), members: ["ada"] });
  const before = await guild.view();
  const answer = await (await guild.member("ada")).runs("build");
  const said = JSON.parse(answer.content);
  assert.equal(said.author, "Mason");
  assert.equal(said.token, false);
  assert.match(said.reason, /^\[rev_\w+\] build$/);
  assert.deepEqual(said.refused, ["SCOPE_FORBIDDEN", "INVALID_ARGUMENT", 50013, "SCOPE_FORBIDDEN"]);
  const after = await guild.view();
  const names = ({ roles, channels }: typeof before) => [...roles, ...channels].map(({ name }) => name);
  assert.deepEqual(names(after), names(before));
  const { checked, problems } = await checkRequests(flora.discord.requests.since(0));
  assert.deepEqual(problems, []);
  console.log(`${checked} requests of the scenario fit Discord's description`);
});
