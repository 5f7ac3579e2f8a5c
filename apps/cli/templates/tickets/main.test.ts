import assert from "node:assert/strict";
import { Flora, type Guild } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

/** Who may manage threads sees private ones. */
const MANAGE_THREADS = String(1n << 34n);

async function start(flora: Flora): Promise<Guild> {
  return await flora.guild({
    script,
    roles: [{ name: "team", permissions: MANAGE_THREADS }],
    members: ["ada", { username: "helper", roles: ["team"] }],
    channels: [{ name: "help" }, { name: "log" }, { name: "desk" }],
    settings: { team: "team", log: "log" },
  });
}

Deno.test("tickets opens one private thread per member, calls the team, and keeps what was said", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const [owner, ada, helper] = [
    await guild.member("owner"),
    await guild.member("ada"),
    await guild.member("helper"),
  ];
  assert.equal((await owner.runs("ticket-panel")).content, "The panel is up.");
  const panel = await guild.next("help");
  assert.match(panel.embeds[0]!.description!, /^Do you need help\?/);

  const form = await ada.clicks(panel, "ticket/open");
  assert.equal(form.modal?.title, "New ticket");
  const opened = await ada.submits(form, { topic: "My role is gone" });
  const [, threadId] = /^Your ticket is open: <#(\d+)>$/.exec(opened.content)!;
  assert.equal(opened.ephemeral, true);
  const { threads } = await guild.view();
  assert.deepEqual(threads.map(({ id, name, type }) => [id, name, type]), [[threadId, "ticket ada", 12]]);
  const first = await guild.next("ticket ada");
  assert.equal(first.content, `<@${ada.id}> <@&${await guild.roleId("team")}>`);
  assert.deepEqual(first.mention_roles, [await guild.roleId("team")]);
  assert.equal(first.embeds[0]!.description, "My role is gone");
  assert.equal((await ada.clicks(panel, "ticket/open")).content, `You have a ticket open: <#${threadId}>`);
  assert.equal((await ada.submits(form, { topic: "once more" })).content, "You have a ticket open already.");

  await ada.says("It was there yesterday", { channel: "ticket ada" });
  await helper.clicks(first, "ticket/close");
  const kept = await guild.next("log");
  assert.equal(kept.content, `Ticket of <@${ada.id}>, closed by <@${helper.id}>`);
  const file = kept.attachments[0]!;
  assert.equal(file.filename, "ticket-ada.txt");
  const text = await (await fetch(file.url)).text();
  assert.match(text, /^About: My role is gone\n[^]*ada: It was there yesterday/);
  await guild.eventually("the thread to be locked", async () => {
    const { threads } = await guild.view();
    return threads.every(({ thread_metadata }) =>
      thread_metadata.archived && thread_metadata.locked === true
    );
  });
  assert.equal((await ada.clicks(panel, "ticket/open")).modal?.title, "New ticket");
});

Deno.test("tickets goes on where channels are gone: nobody is locked out, and nothing that was said is lost", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const [owner, ada] = [await guild.member("owner"), await guild.member("ada")];
  await owner.runs("ticket-panel");
  const form = await ada.clicks(await guild.next("help"), "ticket/open");
  await ada.submits(form, { topic: "My role is gone" });
  const first = await guild.next("ticket ada");
  for (let count = 0; count < 101; count++) await ada.says(`word ${count}`, { channel: "ticket ada" });
  await owner.deletesChannel("log");
  assert.match((await owner.clicks(first, "ticket/close")).content, /so the ticket stays open\.$/);
  await guild.set({ log: "desk" });
  const closing = await Promise.all([owner.clicks(first, "ticket/close"), ada.clicks(first, "ticket/close")]);
  const answers = closing.map(({ content, followUps }) => followUps[0]?.content ?? content).sort();
  assert.match(answers[0]!, /^Closed by <@\d+>\.$/);
  assert.equal(answers[1], "This ticket is closed.");
  const [kept, ...more] = await guild.messages("desk");
  assert.deepEqual(more, []);
  const text = await (await fetch(kept!.attachments[0]!.url)).text();
  for (const word of ["word 0\n", "word 100\n"]) assert.ok(text.includes(word), word);

  await owner.runs("ticket-panel", {}, { channel: "desk" });
  const panel = (await guild.messages("desk")).at(-1)!;
  await ada.submits(await ada.clicks(panel, "ticket/open"), { topic: "Once more" });
  await owner.deletesChannel("desk");
  await owner.runs("ticket-panel", {}, { channel: "help" });
  const anew = (await guild.messages("help")).at(-1)!;
  assert.equal((await ada.clicks(anew, "ticket/open")).modal?.title, "New ticket");
});

Deno.test("tickets lets a member open another one after a moderator deleted the thread", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const [owner, ada] = [await guild.member("owner"), await guild.member("ada")];
  await owner.runs("ticket-panel");
  const panel = await guild.next("help");
  const form = await ada.clicks(panel, "ticket/open");
  await ada.submits(form, { topic: "hello there" });
  await owner.deletesChannel("ticket ada");
  await guild.eventually(
    "a new form",
    async () => (await ada.clicks(panel, "ticket/open")).modal !== undefined,
  );
});
