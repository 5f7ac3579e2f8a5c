/** @module Texts that want to be more than texts: in log lines, messages, embeds, file names and the audit log. */
import { type Attack, inCategory } from "../contract.ts";
import type { Field } from "../field.ts";
import { probe } from "../probe.ts";
import { onGo } from "../scripts.ts";

const send = (message: string) =>
  `rest.sendMessage({ channelId: ctx.msg.channelId, ${message} }).then(() => "sent")`;
const embed = (parts: string) => send(`embeds: [{ ${parts} }]`);
const row = (component: string) => send(`components: [{ type: 1, components: [${component}] }]`);

/** Attempts that all are refused before anything is sent. */
const refused = (name: string, list: Record<string, string>): Omit<Attack, "category"> => {
  const calls = Object.entries(list).map(([what, call]) => `[${JSON.stringify(what)}, () => ${call}]`);
  return {
    name,
    script: onGo(`
      let tried = 0;
      for (const [what, call] of [${calls.join(",\n")}]) {
        tried++;
        const came = await (async () => call())().catch((e) => e.code === "INVALID_ARGUMENT" ? undefined : e.code ?? String(e));
        if (came !== undefined) await win(what, came);
      }
      await note("tried", tried);`),
    must: { notes: { tried: calls.length }, again: "ok" },
  };
};

/** What is sent is judged by `judge`, which throws where it is not what it must be. */
const sends = (
  name: string,
  body: string,
  judge: (body: Record<string, unknown>, text: string) => void,
): Omit<Attack, "category"> => ({
  name,
  script: onGo(body),
  asksDiscord: true,
  async drive(field: Field) {
    const outcome = await field.say("go");
    if (outcome !== "ok") throw new Error(`ended with ${outcome}`);
    const own = field.worker.gate.sent.filter(({ guildId }) => guildId === field.guildId);
    if (own.length === 0) throw new Error("nothing was sent");
    for (const request of own) judge(request.body as Record<string, unknown>, JSON.stringify(request));
  },
  must: {},
});

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

const URLS = [
  "javascript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "ftp://a/",
  "//a/",
  "http://a b/",
  "",
];
const NAMES = ["../x", "a/b", "a\\\\\\\\b", "a\\r\\nX: y", 'a\\"; x', "a\\u0000", "a".repeat(257), ""];

export const textAttacks = inCategory("op-text", [
  {
    name: "a log line that wants to be several, or flora's own, is one line of the script's",
    script: onGo(`
      console.log("one\\n2026-01-01 00:00:00 ERROR flora two\\r\\nthree\\u2028four\\u001b[2J\\u0000\\u202e");
      console.log("%s %d %o %c {} \${x} %%", "a");
      await note("done", true);`),
    async drive(field) {
      await field.say("go");
      const read = () => field.worker.storage.logs.read(field.guildId, { limit: 100 });
      await field.until("its lines", async () => (await read()).length >= 2 || undefined);
      const lines = (await read()).filter(({ source }) => source === "script");
      must(lines.length === 2, `${lines.length} lines`);
      must(lines.every(({ level }) => level === "info"), "its level is not the script's");
    },
    must: { notes: { done: true } },
  },
  {
    name: "a forged log line cannot say whose it is, when it was or where it comes from",
    stage: "forger",
    script: ({ neighbour }) =>
      onGo(
        `forge.frames([{ t: "op", id: 0, d: forge.d, name: "log.write", args: { level: "error", message: "forged",
          source: "flora", at: 1, guildId: "${neighbour.guildId}", revisionId: "rev_00000000", event: "cron", dispatchId: "event-1" } }]);`,
      ),
    async drive(field) {
      await field.say("go");
      const find = async () =>
        (await field.worker.storage.logs.read(field.guildId, { limit: 100 })).find(({ message }) =>
          message === "forged"
        );
      const line = await field.until("its line", find);
      must(line.source === "script" && line.event === "messageCreate" && line.at > 1, JSON.stringify(line));
      must(line.revisionId !== "rev_00000000" && line.dispatchId !== "event-1", JSON.stringify(line));
    },
    must: {},
  },
  sends(
    "a message mentions nobody unless the script says so",
    `await rest.sendMessage({ channelId: ctx.msg.channelId, content: "@everyone @here <@&1> <@2> " + ctx.msg.content });
     await ctx.reply("@everyone"); await rest.createThread({ channelId: ctx.msg.channelId, payload: { name: "t", message: { content: "@everyone" } } });`,
    (body) => {
      const message = (body.message ?? body) as { allowed_mentions?: unknown };
      must(JSON.stringify(message.allowed_mentions) === `{"parse":[]}`, JSON.stringify(body));
    },
  ),
  sends(
    "keys that Discord's description does not name are not sent on",
    `const extra = { guild_id: "1", application_id: "2", author: {}, webhook_id: "3", type: 19, activity: {}, __proto__: { pinned: true } };
     await rest.createChannel({ payload: { name: "c", guild_id: "1", owner_id: "2", application_id: "3", member: {}, evil: 1, constructor: 1 } });
     await rest.createRole({ payload: { name: "r", managed: true, tags: { bot_id: "1" }, evil: 1 } });
     await rest.sendMessage({ channelId: ctx.msg.channelId, content: "x", ...extra, embeds: [{ title: "t", type: "video", video: { url: "https://a/" }, provider: { name: "p" }, html: "<b>" }] });
     await rest.createGuildCommand({ command: { name: "c", description: "d", guild_id: "1", application_id: "2", integration_types: [1], contexts: [1, 2], dm_permission: true } });`,
    (_, text) => {
      for (
        const key
          of "evil owner_id application_id author webhook_id activity managed tags video provider html integration_types contexts constructor pinned"
            .split(" ")
      ) {
        must(!text.includes(`"${key}"`), `sent ${key}`);
      }
    },
  ),
  sends(
    "flags that are not a script's to set are dropped",
    `await rest.sendMessage({ channelId: ctx.msg.channelId, content: "x", flags: 2147483647 & ~32768 });`,
    (body) => must(body.flags === (4 | 4096), `flags ${body.flags}`),
  ),
  refused("an embed holds no address but of the web", {
    ...Object.fromEntries(URLS.map((url) => [`image ${url}`, embed(`image: { url: "${url}" }`)])),
    ...Object.fromEntries(URLS.map((url) => [`url ${url}`, embed(`title: "t", url: "${url}"`)])),
    "a thumbnail outside of the message": embed(`thumbnail: { url: "attachment://../x" }`),
    "an icon": embed(`footer: { text: "t", icon_url: "javascript:1" }`),
    "an author": embed(`author: { name: "n", url: "data:," }`),
    "a link button": row(`{ type: 2, style: 5, label: "l", url: "javascript:alert(1)" }`),
  }),
  refused("an embed is no larger and no other than Discord takes", {
    "26 fields": embed(`fields: new Array(26).fill({ name: "n", value: "v" })`),
    "11 embeds": send(`embeds: new Array(11).fill({ title: "t" })`),
    "6001 characters": send(`embeds: new Array(2).fill({ description: "d".repeat(3001) })`),
    "a title of 257": embed(`title: "t".repeat(257)`),
    "a description of 4097": embed(`description: "d".repeat(4097)`),
    "a field without a name": embed(`fields: [{ name: "", value: "v" }]`),
    "a colour beyond": embed(`color: 0x1000000`),
    "a colour below": embed(`color: -1`),
    "a time that is none": embed(`timestamp: "yesterday"`),
    "half a surrogate pair": embed(`title: "\\ud800"`),
    "an embed that is a list": send(`embeds: [[]]`),
    "embeds that are text": send(`embeds: "[]"`),
  }),
  refused("components are no more and no other than Discord takes", {
    "six rows": send(
      `components: Array.from({ length: 6 }, (_, i) => ({ type: 1, components: [{ type: 2, style: 1, label: "l", custom_id: "c" + i }] }))`,
    ),
    "a custom id twice": send(
      `components: [{ type: 1, components: [{ type: 2, style: 1, label: "a", custom_id: "c" }, { type: 2, style: 1, label: "b", custom_id: "c" }] }]`,
    ),
    "a custom id of 101": row(`{ type: 2, style: 1, label: "l", custom_id: "c".repeat(101) }`),
    "a component of a type that is none": row(`{ type: 99, custom_id: "c" }`),
    "containers nested without an end": send(
      `flags: 32768, components: [Array.from({ length: 200 }).reduce((c) => ({ type: 17, components: [c] }), { type: 10, content: "t" })]`,
    ),
    "26 options": row(
      `{ type: 3, custom_id: "s", options: Array.from({ length: 26 }, (_, i) => ({ label: "l", value: "v" + i })) }`,
    ),
    "a text of 4001": send(`flags: 32768, components: [{ type: 10, content: "t".repeat(4001) }]`),
  }),
  refused("a file's name and type cannot break out of the upload", {
    ...Object.fromEntries(
      NAMES.map((
        name,
      ) => [`name ${name.slice(0, 9)}`, send(`attachments: [{ name: "${name}", data: "x" }]`)]),
    ),
    "a type with a line end": send(`attachments: [{ name: "a", data: "x", contentType: "a/b\\r\\nX: y" }]`),
    "a type that is none": send(`attachments: [{ name: "a", data: "x", contentType: "a" }]`),
    "11 files": send(`attachments: new Array(11).fill({ name: "a", data: "x" })`),
    "data that is no data": send(`attachments: [{ name: "a", data: { length: 5 } }]`),
  }),
  refused("a reason, a nick and a topic cannot break out of where they stand", {
    "a line end in a reason":
      `rest.kickMember({ userId: "1".repeat(18), reason: "a\\r\\nAuthorization: Bot x" }).then(() => 1)`,
    "a reason of 401": `rest.kickMember({ userId: "1".repeat(18), reason: "r".repeat(401) }).then(() => 1)`,
    "half a surrogate pair": `rest.kickMember({ userId: "1".repeat(18), reason: "\\ud800" }).then(() => 1)`,
    "a role without a name": `rest.createRole({ payload: { name: "" } }).then(() => 1)`,
    "permissions beyond":
      `rest.createRole({ payload: { name: "r", permissions: "9".repeat(30) } }).then(() => 1)`,
    "permissions below": `rest.createRole({ payload: { name: "r", permissions: "-1" } }).then(() => 1)`,
    "an image that is an address":
      `rest.createEmoji({ payload: { name: "ee", image: "http://169.254.169.254/" } }).then(() => 1)`,
    "a webhook's face":
      `rest.executeWebhook({ webhookId: "6" + ctx.msg.guildId.slice(1), content: "x", avatarUrl: "file:///etc/passwd" }).then(() => 1)`,
  }),
  refused("an id, an emoji or a code cannot lead out of its path", {
    "two dots": `rest.fetchMember({ userId: ".." }).then(() => 1)`,
    "encoded dots": `rest.fetchMember({ userId: "%2e%2e" }).then(() => 1)`,
    "a slash": `rest.fetchMember({ userId: "1/../../2" }).then(() => 1)`,
    "a question mark": `rest.fetchMember({ userId: "100000000000000001?x" }).then(() => 1)`,
    "a number": `rest.fetchMember({ userId: 100000000000000001 }).then(() => 1)`,
    "digits of another script": `rest.fetchMember({ userId: "١".repeat(18) }).then(() => 1)`,
    "a line end behind": `rest.fetchMember({ userId: "100000000000000001\\n" }).then(() => 1)`,
    "an emoji that is a path":
      `rest.addReaction({ channelId: ctx.msg.channelId, messageId: "1".repeat(18), emoji: "../../../guilds" }).then(() => 1)`,
    "an emoji with a slash":
      `rest.addReaction({ channelId: ctx.msg.channelId, messageId: "1".repeat(18), emoji: "👍/@me/x" }).then(() => 1)`,
    "a code that is a path": `rest.deleteInvite({ code: "../channels/1" }).then(() => 1)`,
    "a code that is empty": `rest.deleteInvite({ code: "" }).then(() => 1)`,
    "an answer that is a path":
      `rest.fetchPollVoters({ channelId: ctx.msg.channelId, messageId: "1".repeat(18), answerId: "1/../x" }).then(() => 1)`,
  }),
  probe("a token given in place of an interaction's handle opens nothing", {
    "a token": `rest.createFollowupMessage({ token: "aW50ZXJhY3Rpb24.secret", content: "x" }).then(() => 1)`,
    "a path":
      `rest.createFollowupMessage({ token: "../../channels/1/messages", content: "x" }).then(() => 1)`,
    "a handle with more behind":
      `rest.createFollowupMessage({ token: "ih_" + "A".repeat(22) + "/x", content: "x" }).then(() => 1)`,
    "an object":
      `rest.createFollowupMessage({ token: { toString: () => "ih_x" }, content: "x" }).then(() => 1)`,
    "a key of every object": `rest.createFollowupMessage({ token: "__proto__", content: "x" }).then(() => 1)`,
  }),
], "ops");
