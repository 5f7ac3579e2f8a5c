import assert from "node:assert/strict";
import type { Wire } from "../src/state/types.ts";
import { community } from "./community.ts";
import type { Harness } from "./harness.ts";

/** Calls a route as the bot and gives the answer's body. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Wire>;

/** Uses nearly every route once, and acts as a person where a route needs one. */
export async function tour(harness: Harness, call: Call): Promise<void> {
  const { emulator, guildId: g, generalId: c, aliceId, bobId } = harness;
  const app = emulator.applicationId;
  for (const path of ["/gateway", "/gateway/bot", "/applications/@me", "/users/@me", "/users/@me/guilds"]) {
    await call("GET", path);
  }
  await call("GET", `/users/${aliceId}`);
  await call("GET", `/users/@me/guilds/${g}/member`);
  const dm = await call("POST", "/users/@me/channels", { recipient_id: aliceId });
  await call("POST", `/channels/${dm.id}/messages`, { content: "psst" });

  const sent = await call("POST", `/channels/${c}/messages`, {
    content: `hello <@${aliceId}>`,
    embeds: [{ title: "Title", fields: [{ name: "a", value: "b" }], footer: { text: "foot" } }],
    components: [
      { type: 1, components: [{ type: 2, style: 1, custom_id: "b", label: "B" }] },
      { type: 1, components: [{ type: 3, custom_id: "s", options: [{ label: "l", value: "v" }] }] },
      { type: 1, components: [{ type: 5, custom_id: "u" }] },
    ],
    nonce: "abc",
    tts: false,
  });
  const m = `/channels/${c}/messages/${sent.id}`;
  await call("GET", m);
  await call("PATCH", m, { content: "edited", embeds: [] });
  await call("GET", `/channels/${c}/messages?limit=10`);
  await call("PUT", `${m}/reactions/${encodeURIComponent("👍")}/@me`);
  await call("GET", `${m}/reactions/${encodeURIComponent("👍")}`);
  await call("GET", m);
  await call("DELETE", `${m}/reactions/${encodeURIComponent("👍")}/@me`);
  await call("DELETE", `${m}/reactions`);
  await call("POST", `/channels/${c}/typing`);
  await call("POST", `/channels/${c}/messages`, {
    flags: 1 << 15,
    components: [{
      type: 17,
      components: [
        { type: 10, content: "text" },
        { type: 14 },
        {
          type: 9,
          components: [{ type: 10, content: "s" }],
          accessory: { type: 2, style: 5, label: "L", url: "https://x.y" },
        },
        { type: 12, items: [{ media: { url: "https://x.y/z.png" } }] },
      ],
    }],
  });
  await call("POST", `/channels/${c}/messages`, {
    poll: { question: { text: "Q" }, answers: [{ poll_media: { text: "A" } }], duration: 1 },
  });
  await call("POST", `/channels/${c}/messages`, {
    content: "reply",
    message_reference: { message_id: sent.id },
  });
  await call("PUT", `/channels/${c}/messages/pins/${sent.id}`);
  await call("GET", `/channels/${c}/messages/pins`);
  await call("GET", `/channels/${c}/pins`);
  await call("DELETE", `/channels/${c}/messages/pins/${sent.id}`);
  const first = await call("POST", `/channels/${c}/messages`, { content: "1" });
  const second = await call("POST", `/channels/${c}/messages`, { content: "2" });
  await call("POST", `/channels/${c}/messages/bulk-delete`, { messages: [first.id, second.id] });

  await call("GET", `/guilds/${g}?with_counts=true`);
  await call("GET", `/guilds/${g}/preview`);
  await call("PATCH", `/guilds/${g}`, { name: "Renamed", description: "About" });
  await call("GET", `/guilds/${g}/channels`);
  await call("GET", `/guilds/${g}/roles`);
  await call("GET", `/guilds/${g}/members?limit=10`);
  await call("GET", `/guilds/${g}/members/search?query=al`);
  await call("GET", `/guilds/${g}/members/${aliceId}`);
  const role = await call("POST", `/guilds/${g}/roles`, {
    name: "Red",
    permissions: "1024",
    color: 0xff0000,
  });
  await call("PATCH", `/guilds/${g}/roles/${role.id}`, { name: "Blue", hoist: true });
  await call("GET", `/guilds/${g}/roles/${role.id}`);
  await call("GET", `/guilds/${g}/roles/member-counts`);
  await call("PATCH", `/guilds/${g}/roles`, [{ id: role.id, position: 1 }]);
  await call("PUT", `/guilds/${g}/members/${aliceId}/roles/${role.id}`);
  await call("PATCH", `/guilds/${g}/members/${aliceId}`, {
    nick: "Al",
    communication_disabled_until: new Date(emulator.clock.now() + 60_000).toISOString(),
  });
  await call("PATCH", `/guilds/${g}/members/@me`, { nick: "Bot" });
  await call("DELETE", `/guilds/${g}/members/${aliceId}/roles/${role.id}`);
  await call("DELETE", `/guilds/${g}/roles/${role.id}`);

  for (const type of [0, 2, 4, 5, 15]) {
    const body = {
      name: `made ${type}`,
      type,
      ...(type === 15 ? { available_tags: [{ name: "tag" }] } : {}),
    };
    const made = await call("POST", `/guilds/${g}/channels`, body);
    await call("GET", `/channels/${made.id}`);
    if (type === 0) {
      await call("PATCH", `/channels/${made.id}`, { topic: "t", rate_limit_per_user: 5 });
      await call("PUT", `/channels/${made.id}/permissions/${aliceId}`, { type: 1, allow: "1024", deny: "0" });
      await call("DELETE", `/channels/${made.id}/permissions/${aliceId}`);
      await call("PATCH", `/guilds/${g}/channels`, [{ id: made.id, position: 3 }]);
    }
    if (type === 15) {
      await call("POST", `/channels/${made.id}/threads`, { name: "post", message: { content: "first" } });
    }
    if (type === 5) {
      const news = await call("POST", `/channels/${made.id}/messages`, { content: "news" });
      await call("POST", `/channels/${made.id}/messages/${news.id}/crosspost`);
    }
    await call("DELETE", `/channels/${made.id}`);
  }
  const thread = await call("POST", `${m}/threads`, { name: "from message", auto_archive_duration: 60 });
  await call("POST", `/channels/${thread.id}/messages`, { content: "in thread" });
  await call("PUT", `/channels/${thread.id}/thread-members/${bobId}`);
  await call("GET", `/channels/${thread.id}/thread-members?with_member=true`);
  await call("GET", `/channels/${thread.id}/thread-members/${bobId}`);
  await call("DELETE", `/channels/${thread.id}/thread-members/${bobId}`);
  await call("DELETE", `/channels/${thread.id}/thread-members/@me`);
  await call("PUT", `/channels/${thread.id}/thread-members/@me`);
  await call("GET", `/guilds/${g}/threads/active`);
  await call("PATCH", `/channels/${thread.id}`, { archived: true });
  await call("GET", `/channels/${c}/threads/archived/public`);
  await call("POST", `/channels/${c}/threads`, { name: "public", type: 11 });

  const hook = await call("POST", `/channels/${c}/webhooks`, { name: "Hook" });
  await call("GET", `/channels/${c}/webhooks`);
  await call("GET", `/guilds/${g}/webhooks`);
  await call("PATCH", `/webhooks/${hook.id}`, { name: "Hook 2" });
  await call("GET", `/webhooks/${hook.id}/${hook.token}`);
  await call("GET", `/webhooks/${hook.id}`);
  const hooked = await call("POST", `/webhooks/${hook.id}/${hook.token}?wait=true`, {
    content: "hi",
    username: "U",
  });
  await call("PATCH", `/webhooks/${hook.id}/${hook.token}/messages/${hooked.id}`, { content: "hi!" });
  await call("GET", `/webhooks/${hook.id}/${hook.token}/messages/${hooked.id}`);
  await call("DELETE", `/webhooks/${hook.id}/${hook.token}/messages/${hooked.id}`);
  await call("DELETE", `/webhooks/${hook.id}`);
  const invite = await call("POST", `/channels/${c}/invites`, { max_age: 60 });
  await call("GET", `/channels/${c}/invites`);
  await call("GET", `/guilds/${g}/invites`);
  await call("GET", `/invites/${invite.code}`);
  await call("DELETE", `/invites/${invite.code}`);
  const emoji = await call("POST", `/guilds/${g}/emojis`, {
    name: "wave",
    image: "data:image/png;base64,AAAA",
  });
  await call("GET", `/guilds/${g}/emojis`);
  await call("PATCH", `/guilds/${g}/emojis/${emoji.id}`, { name: "waved" });
  await call("PUT", `${m}/reactions/waved:${emoji.id}/@me`);
  await call("DELETE", `/guilds/${g}/emojis/${emoji.id}`);

  await community(harness, call);
  await answerPeople(harness, call, app);
  await call("PUT", `/guilds/${g}/bans/${bobId}`, { delete_message_seconds: 60 });
  await call("GET", `/guilds/${g}/bans`);
  await call("GET", `/guilds/${g}/bans/${bobId}`);
  await call("DELETE", `/guilds/${g}/bans/${bobId}`, {});
  await call("POST", `/guilds/${g}/bulk-ban`, { user_ids: [bobId] });
  await call("DELETE", `/guilds/${g}/members/${aliceId}`);
  await call("GET", `/guilds/${g}/audit-logs?limit=100`);
}

async function answerPeople(harness: Harness, call: Call, app: string): Promise<void> {
  const { guildId: g, generalId: c, ownerId, act, emulator } = harness;
  const base = `/applications/${app}/guilds/${g}/commands`;
  const [command] = await call("PUT", base, [
    {
      name: "say",
      description: "Says",
      options: [{ type: 3, name: "what", description: "What", required: true }],
    },
  ]) as unknown as [{ id: string }];
  await call("POST", base, { name: "extra", description: "Extra", default_member_permissions: "8" });
  await call("GET", base);
  await call("PATCH", `${base}/${command.id}`, { description: "Says it" });
  await call("GET", `${base}/${command.id}`);
  await call("GET", `${base}/permissions`);
  await call("GET", `/applications/${app}/commands`);
  const run = async () => {
    const { id } = await act("POST", `/channels/${c}/commands`, {
      userId: ownerId,
      name: "say",
      options: { what: "x" },
    });
    return emulator.world.interactions.get(String(id))!;
  };
  const one = await run();
  await call("POST", `/interactions/${one.id}/${one.token}/callback?with_response=true`, {
    type: 4,
    data: {
      content: "said",
      components: [{ type: 1, components: [{ type: 2, style: 2, custom_id: "go", label: "Go" }] }],
    },
  });
  const original = await call("GET", `/webhooks/${app}/${one.token}/messages/@original`);
  await call("PATCH", `/webhooks/${app}/${one.token}/messages/@original`, { content: "edited" });
  const follow = await call("POST", `/webhooks/${app}/${one.token}`, { content: "more", flags: 64 });
  await call("DELETE", `/webhooks/${app}/${one.token}/messages/${follow.id}`);
  const two = await run();
  await call("POST", `/interactions/${two.id}/${two.token}/callback`, { type: 5 });
  await call("PATCH", `/webhooks/${app}/${two.token}/messages/@original`, { content: "later" });
  await call("DELETE", `/webhooks/${app}/${two.token}/messages/@original`);
  const pressed = await act("POST", `/messages/${original.id}/components`, {
    userId: ownerId,
    customId: "go",
  });
  const press = emulator.world.interactions.get(String(pressed.id))!;
  await call("POST", `/interactions/${press.id}/${press.token}/callback`, {
    type: 9,
    data: {
      custom_id: "form",
      title: "Form",
      components: [{ type: 18, label: "L", component: { type: 4, custom_id: "t", style: 1 } }],
    },
  });
  const submitted = await act("POST", `/interactions/${press.id}/modal`, {
    userId: ownerId,
    fields: { t: "v" },
  });
  const submit = emulator.world.interactions.get(String(submitted.id))!;
  await call("POST", `/interactions/${submit.id}/${submit.token}/callback?with_response=true`, {
    type: 7,
    data: { content: "updated" },
  });
  assert.equal(
    emulator.world.findMessage(String(original.id))?.content,
    "updated",
  );
  await call("DELETE", `${base}/${command.id}`);
}
