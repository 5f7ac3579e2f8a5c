// Members give themselves roles by reacting to a message, and lose them by taking the reaction back.
import { createBot, kv, on, rest, slash } from "@flora/sdk";

/** Role by `message/emoji`. */
const roles = kv.store("reaction-roles");

const key = (messageId: string, emoji: { id?: string | null; name?: string | null }) =>
  `${messageId}/${emoji.id ?? emoji.name}`;

/** Of an emoji as it is typed: its id, or the character itself. */
const typed = (emoji: string) => /^<a?:\w+:(\d+)>$/.exec(emoji)?.[1] ?? emoji;

const reactionRole = slash({
  name: "reaction-role",
  description: "Roles for reactions",
  // Manage Roles
  defaultMemberPermissions: "268435456",
  subcommands: [
    {
      name: "add",
      description: "Who reacts to a message with an emoji gets a role",
      options: [
        { name: "message", description: "Id of a message in this channel", required: true },
        { name: "emoji", description: "The emoji", required: true },
        { name: "role", description: "The role", type: "role", required: true },
      ],
      run: async (ctx) => {
        const { message, emoji, role } = ctx.options as Record<string, string>;
        await rest.addReaction({ channelId: ctx.msg.channelId, messageId: message!, emoji: emoji! });
        await roles.set(`${message}/${typed(emoji!)}`, role!);
        await ctx.reply({ content: `${emoji} now gives <@&${role}>.`, ephemeral: true });
      },
    },
    {
      name: "remove",
      description: "A reaction no longer gives a role",
      options: [
        { name: "message", description: "Id of the message", required: true },
        { name: "emoji", description: "The emoji", required: true },
      ],
      run: async (ctx) => {
        const { message, emoji } = ctx.options as Record<string, string>;
        const known = await roles.delete(`${message}/${typed(emoji!)}`);
        await ctx.reply({
          content: known ? "It gives nothing any more." : "It gave nothing.",
          ephemeral: true,
        });
      },
    },
  ],
});

on("reactionAdd", async ({ msg }) => {
  if (msg.member?.user?.bot) return;
  const roleId = await roles.get(key(msg.messageId, msg.emoji));
  if (roleId) await rest.addMemberRole({ userId: msg.userId, roleId, reason: "Reaction role" });
});

on("reactionRemove", async ({ msg }) => {
  const roleId = await roles.get(key(msg.messageId, msg.emoji));
  if (roleId) await rest.removeMemberRole({ userId: msg.userId, roleId, reason: "Reaction role" });
});

createBot({ commands: [reactionRole] });
