/** @module What people do with each template, one whole story each. Errors where the bot does something else. */
import assert from "node:assert/strict";
import type { Answer, Flora, Guild } from "@flora/sdk/testing";

type Play = (guild: Guild, flora: Flora) => Promise<void>;

const people = (guild: Guild) =>
  Promise.all([guild.member("owner"), guild.member("ada"), guild.member("ben")]);

const idOf = ({ messageId }: Answer) => ({ messageId: messageId! });

export const plays: Record<string, Play> = {
  async hello(guild) {
    const [, ada] = await people(guild);
    const answer = await ada.runs("hello", { who: "Ben" });
    assert.equal(answer.content, "Hello Ben, you are visitor 1!");
    assert.equal((await ada.clicks(idOf(answer), "wave")).content, "👋");
    await ada.says("ping");
    assert.equal((await guild.next()).content, answer.content);
    assert.equal((await guild.next()).content, "pong");
  },

  async welcome(guild) {
    await guild.set({ channel: "general", role: "regular" });
    const cleo = await guild.joins("cleo");
    assert.match((await guild.next()).content, /^Welcome to /);
    await cleo.has(await guild.roleId("regular"));
    await cleo.leaves();
    assert.equal((await guild.next()).content, "cleo has left.");
  },

  async "reaction-roles"(guild) {
    const [owner, ada] = await people(guild);
    const role = await guild.roleId("regular");
    const message = await owner.says("choose");
    await owner.runs("reaction-role", { add: { message: message.id, emoji: "🐱", role } });
    await ada.reacts(message, "🐱");
    await ada.has(role);
    await ada.unreacts(message, "🐱");
    await ada.lacks(role);
  },

  async starboard(guild) {
    await guild.set({ channel: "board", stars: 1 });
    const [owner, ada, ben] = await people(guild);
    const message = await ada.says("a star is born");
    await ben.reacts(message, "⭐");
    assert.match((await guild.next("board")).content, /^⭐ 1/);
    await owner.reacts(message, "⭐");
    await guild.shows("board", ([post]) => /^⭐ 2/.test(post?.content ?? ""));
    await owner.unreacts(message, "⭐");
    await ben.unreacts(message, "⭐");
    await guild.shows("board", (messages) => messages.length === 0);
  },

  async levels(guild, { clock }) {
    await guild.set({ channel: "board", role: "regular", level: 1 });
    const [, ada] = await people(guild);
    const points = async () => Number(/has (\d+) points/.exec((await ada.runs("rank")).content)![1]);
    for (const text of ["one message", "another one", "a third one", "the last one"]) {
      const before = await points();
      await ada.says(text);
      await guild.eventually("more points", async () => await points() > before);
      await clock.skip("61s");
    }
    assert.match((await guild.next("board")).content, /has reached level 1!$/);
    await ada.has(await guild.roleId("regular"));
    assert.match((await ada.runs("leaderboard")).embeds[0]!.description!, /^1\. /);
  },

  async polls(guild, { clock }) {
    const [, ada, ben] = await people(guild);
    const poll = await ada.runs("poll", { question: "Tea?", choices: "Yes, No", hours: 1 });
    await ada.clicks(idOf(poll), `poll/${poll.interactionId}/0`);
    await ben.clicks(idOf(poll), `poll/${poll.interactionId}/1`);
    await clock.skip("1h");
    await guild.shows("general", ([first]) => first?.embeds[0]?.title === "Tea? (closed)");
  },

  async moderation(guild, { clock }) {
    await guild.set({ log: "board", limit: 2 });
    const [owner, ada, ben] = await people(guild);
    await owner.runs("warn", { member: ada.id, reason: "loud" });
    assert.match((await owner.runs("warn", { member: ada.id, reason: "louder" })).content, /^Time-out/);
    await owner.runs("timeout", { member: ada.id, minutes: 0 });
    await owner.runs("ban", { member: ben.id, days: 1, delete: 1, reason: "spam" });
    await ben.isBanned();
    await clock.skip("1d");
    await ben.isBanned(false);
    await owner.runs("kick", { member: ada.id });
    await guild.shows("board", (messages) => messages.at(-1)?.embeds[0]?.title === "Kick");
  },

  async tickets(guild) {
    await guild.set({ team: "regular", log: "board" });
    const [owner, ada] = await people(guild);
    await owner.runs("ticket-panel");
    const form = await ada.clicks(await guild.next(), "ticket/open");
    const opened = await ada.submits(form, { topic: "My role is gone" });
    assert.match(opened.content, /^Your ticket is open/);
    await ada.clicks(await guild.next("ticket ada"), "ticket/close");
    assert.equal((await guild.next("board")).attachments[0]!.filename, "ticket-ada.txt");
  },

  async reminders(guild, { clock }) {
    const [, ada] = await people(guild);
    await ada.runs("remind", { in: "2d", text: "the cake", repeat: 1 });
    await clock.skip("2d");
    assert.equal((await guild.next()).content, `⏰ <@${ada.id}>: the cake`);
    const list = await ada.runs("reminders");
    const [row] = list.components as { components: { options: { value: string }[] }[] }[];
    await ada.picks(idOf(list), "reminders/cancel", row!.components[0]!.options[0]!.value);
    assert.equal((await ada.runs("reminders")).content, "Nothing waits for you.");
  },

  async "github-feed"(guild, { client }) {
    await client.putSecret(guild.id, "GITHUB_SECRET", { value: "signed-with-this", allowedHosts: [] });
    await guild.set({ channel: "board" });
    const issue = { title: "It rains", number: 7, html_url: "https://github.com/a/b/issues/7", body: "in" };
    const answer = await guild.calls("github", {
      headers: { "x-github-event": "issues" },
      body: { action: "opened", issue, repository: { full_name: "a/b" } },
      signed: { by: "github", with: "signed-with-this" },
    });
    assert.equal(answer.status, 204);
    assert.equal((await guild.next("board")).embeds[0]!.title, "Issue #7 opened: It rains");
    const [owner] = await people(guild);
    assert.equal((await owner.runs("github")).ephemeral, true);
  },

  async "server-stats"(guild, { clock }) {
    await guild.set({ counter: "Lounge", report: "board" });
    const [, ada] = await people(guild);
    await ada.says("hello");
    await guild.eventually("the message to count", async () => {
      const [, messages] = (await ada.runs("stats")).embeds[0]!.fields!;
      return messages!.value.startsWith("1\n");
    });
    await clock.skip("8d");
    assert.equal((await guild.next("board")).embeds[0]!.title, "Last week");
    await clock.advance("10m");
    await guild.channelId("Members: 4");
  },
};
