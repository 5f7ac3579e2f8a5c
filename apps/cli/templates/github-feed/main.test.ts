import assert from "node:assert/strict";
import { Flora, type Guild } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);
const SECRET = "what-github-signs-with";
const repository = { full_name: "meadow/garden" };
const sender = { login: "ada", html_url: "https://github.com/ada", avatar_url: "https://github.com/ada.png" };
const url = "https://github.com/meadow/garden";

async function start(flora: Flora): Promise<Guild> {
  const secrets = { GITHUB_SECRET: { value: SECRET, allowedHosts: [] } };
  return await flora.guild({ script, secrets, channels: [{ name: "general" }, { name: "news" }] });
}

/** A delivery as GitHub makes it. */
function deliver(guild: Guild, event: string, body: object, secret = SECRET) {
  return guild.calls("github", {
    headers: { "x-github-event": event },
    body: { repository, sender, ...body },
    signed: { by: "github", with: secret },
  });
}

Deno.test("github-feed tells of what was signed, and of nothing else", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const issue = { title: "It rains", number: 7, html_url: `${url}/issues/7`, body: "in here" };
  const opened = { action: "opened", issue };
  assert.deepEqual(await deliver(guild, "issues", opened), {
    status: 503,
    body: "No channel is set in the script's settings.",
  });
  await guild.set({ channel: "news" });
  assert.equal((await deliver(guild, "issues", opened, "guessed")).status, 401);
  assert.equal((await deliver(guild, "issues", opened)).status, 204);
  const [card] = (await guild.next("news")).embeds;
  assert.deepEqual(
    [card!.title, card!.url, card!.description, card!.author?.name, card!.footer?.text],
    ["Issue #7 opened: It rains", issue.html_url, "in here", "ada", "meadow/garden"],
  );
  assert.equal((await guild.messages("news")).length, 1);
});

Deno.test("github-feed picks what people want to read", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  await guild.set({ channel: "news" });
  const commit = {
    id: "0123456789",
    url: `${url}/commit/0`,
    message: "Plant a rose\n\nRed.",
    author: { name: "Ada" },
  };
  const push = (branch: string) => ({
    ref: `refs/heads/${branch}`,
    commits: [commit],
    compare: `${url}/compare`,
  });
  const pull = { title: "Roses", number: 8, html_url: `${url}/pull/8`, merged: true, body: "" };
  const run = { name: "CI", conclusion: "failure", html_url: `${url}/actions/1`, head_branch: "main" };
  const deliveries: [string, object][] = [
    ["ping", { zen: "Keep it logically awesome." }],
    ["push", push("experiment")],
    ["push", push("main")],
    ["pull_request", { action: "labeled", pull_request: pull }],
    ["pull_request", { action: "closed", pull_request: pull }],
    ["workflow_run", { action: "completed", workflow_run: { ...run, conclusion: "success" } }],
    ["workflow_run", { action: "completed", workflow_run: run }],
    ["release", { action: "published", release: { name: "", tag_name: "v1", html_url: url, body: "First" } }],
  ];
  for (const [event, body] of deliveries) assert.equal((await deliver(guild, event, body)).status, 204);
  const cards = (await guild.messages("news")).map(({ embeds }) => embeds[0]!);
  assert.deepEqual(cards.map(({ title }) => title), [
    "1 commit to main",
    "Pull request #8 merged: Roses",
    "CI failed on main",
    "Release v1",
  ]);
  assert.equal(cards[0]!.description, `[\`0123456\`](${commit.url}) Plant a rose (Ada)`);
});

Deno.test("github-feed shows its address to who may manage webhooks", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const answer = await (await guild.member("owner")).runs("github");
  assert.ok(answer.content.includes(`||${await guild.webhookUrl("github")}||`));
  assert.equal(answer.ephemeral, true);
  await assert.rejects((await guild.member("ada")).runs("github"), /not allowed|permission/i);
});
