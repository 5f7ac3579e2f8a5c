import assert from "node:assert/strict";
import { publicEvents } from "../../../../apps/gateway/src/discord/events.ts";
import { checkScript } from "../testing/check-script.ts";

const REST = `
on("guildMemberAdd", async ({ msg, raw }) => {
  const roles: string[] = (await rest.fetchRoles()).map(({ id }) => id);
  const { id }: { id: string } = await rest.createRole({ payload: { name: "new", permissions: "0" }, reason: raw.user.id });
  await rest.addMemberRole({ userId: msg.user.id, roleId: roles[0] ?? id });
  const hook = await rest.createWebhook({ channelId: "1", payload: { name: "hook" } });
  const sent = await rest.executeWebhook({ webhookId: hook.id, token: hook.token, wait: true, content: "hi", embeds: [embed()] });
  const thread = await rest.createThread({ channelId: "1", payload: { name: sent?.content ?? "" } });
  await rest.editChannel({ channelId: thread.id, payload: { archived: true } });
  const entries = (await rest.fetchAuditLog({ limit: 1 })).audit_log_entries;
  await rest.createScheduledEvent({
    payload: { name: "e", privacy_level: 2, entity_type: 3, scheduled_start_time: entries[0]?.reason ?? "" },
  });
  const rule = await rest.createAutoModerationRule({
    payload: { name: "r", event_type: 1, trigger_type: 3, actions: [{ type: 1 }] },
  });
  await rest.deleteAutoModerationRule({ ruleId: rule.id, reason: "over" });
});`;

const REFUSED = [
  "await rest.editRole({ payload: {} });",
  "await rest.fetchBans({ limits: 1 });",
  'await rest.createChannel({ payload: { nam: "x" } });',
  "const roles: string[] = await rest.fetchRoles();",
  'on("guildMemberAdded", () => {});',
];

Deno.test("on() types every event of the gateway, and rest what its functions take and give", async () => {
  const handlers = [...publicEvents.keys()].filter((name) => name !== "ready")
    .map((name) =>
      `on("${name}", (ctx) => { void ctx.msg; const raw: object = ctx.raw as object; void raw; });`
    );
  const refused = REFUSED.flatMap((line) => ["// @ts-expect-error", line]);
  assert.equal(await checkScript([...handlers, REST, ...refused].join("\n")), "");
});
