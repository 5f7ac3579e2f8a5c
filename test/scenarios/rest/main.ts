import { createBot, rest, slash } from "@flora/sdk";

/** Builds a corner of the guild by itself, tells what came of each step, and takes it down again. */
createBot({
  commands: [
    slash({
      name: "build",
      description: "Builds and takes down",
      run: async (ctx) => {
        await ctx.defer();
        const role = await rest.createRole({
          payload: { name: "builders", permissions: "0" },
          reason: "build",
        });
        await rest.addMemberRole({ userId: ctx.msg.user.id, roleId: role.id });
        const channel = await rest.createChannel({
          payload: {
            name: "site",
            type: 0,
            permission_overwrites: [{ id: role.id, type: 0, allow: "3072" }],
          },
        });
        // At once: what Discord has just answered is known, though its event may still be on the way.
        const message = await rest.sendMessage({ channelId: channel.id, content: "first stone" });
        const thread = await rest.createThreadFromMessage({
          channelId: channel.id,
          messageId: message.id,
          payload: { name: "talk" },
        });
        await rest.sendMessage({
          channelId: thread.id,
          content: "plan",
          attachments: [{ name: "plan.txt", data: "a house" }],
        });
        const hook = await rest.createWebhook({ channelId: channel.id, payload: { name: "mason" } });
        const hooked = await rest.executeWebhook({
          webhookId: hook.id,
          token: hook.token,
          wait: true,
          content: "knock",
          username: "Mason",
        });
        const sticker = await rest.createSticker({
          payload: { name: "brick", tags: "🧱" },
          file: { name: "brick.png", data: new Uint8Array([137, 80, 78, 71]), contentType: "image/png" },
        });
        await rest.sendMessage({ channelId: channel.id, stickerIds: [sticker.id] });
        const event = await rest.createScheduledEvent({
          payload: {
            name: "Topping out",
            privacy_level: 2,
            entity_type: 3,
            entity_metadata: { location: "the site" },
            scheduled_start_time: "2035-01-01T10:00:00Z",
            scheduled_end_time: "2035-01-01T12:00:00Z",
          },
        });
        const rule = await rest.createAutoModerationRule({
          payload: {
            name: "no dust",
            event_type: 1,
            trigger_type: 1,
            trigger_metadata: { keyword_filter: ["dust"] },
            actions: [{ type: 2, metadata: { channel_id: channel.id } }],
            exempt_roles: [role.id],
          },
        });
        const log = await rest.fetchAuditLog({ actionType: 30, limit: 1 });
        const refused: string[] = [];
        for (
          const attempt of [
            () => rest.deleteRole({ roleId: "123456789012345678" }),
            () => rest.banMember({ userId: ctx.raw.guild_id ?? "", deleteMessageSeconds: -1 }),
            () => rest.createRole({ payload: { permissions: "8" } }),
            () => rest.executeWebhook({ webhookId: "123456789012345678", content: "x" }),
          ]
        ) {
          await attempt().then(
            () => refused.push("taken"),
            (error) => refused.push(error.discordCode ?? error.code),
          );
        }
        await rest.deleteAutoModerationRule({ ruleId: rule.id });
        await rest.deleteScheduledEvent({ eventId: event.id });
        await rest.deleteSticker({ stickerId: sticker.id });
        await rest.deleteWebhook({ webhookId: hook.id });
        await rest.deleteChannel({ channelId: channel.id });
        await rest.deleteRole({ roleId: role.id });
        await ctx.reply(JSON.stringify({
          author: hooked?.author.username,
          token: "token" in hook || "url" in hook,
          reason: log.audit_log_entries[0]?.reason,
          refused,
        }));
      },
    }),
  ],
});
