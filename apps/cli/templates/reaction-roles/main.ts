// Members give themselves roles by reacting to a message, and lose them by taking the reaction back.
import { type CommandContext, createBot, guild, kv, on, rest, slash } from "@flora/sdk";

/** Id of the role by `message/emoji`. */
const roles = kv.store("reaction-roles");

/** Not every keyboard writes it: the character that makes an emoji of a letter-like one, such as ❤️. */
const plain = (emoji: string) => emoji.replaceAll("\uFE0F", "");

/** Of an emoji as it is typed: its id, or the character itself. */
const typed = (emoji: string) => /^<a?:\w+:(\d+)>$/.exec(emoji)?.[1] ?? plain(emoji);

/** Of an emoji as an event tells it. */
const seen = (emoji: { id?: string | null; name?: string | null }) => emoji.id ?? plain(emoji.name ?? "");

/** Only who used the command sees the answer. */
const whisper = (ctx: CommandContext, content: string) => ctx.reply({ content, ephemeral: true });

/** Why a role cannot be handed out; undefined where it can. */
async function objection(ctx: CommandContext, roleId: string): Promise<string | undefined> {
  const [info, all, theirs, own] = await Promise.all([
    guild.info(),
    guild.roles(),
    guild.highestRole(ctx.msg.member),
    guild.highestRole(ctx.msg.applicationId),
  ]);
  const role = all.find(({ id }) => id === roleId);
  if (!role || role.managed || role.id === info.id) return "Nobody can hand out that role.";
  // Nobody hands out what they could not give by hand.
  if (info.ownerId !== ctx.msg.user.id && role.position >= theirs.position) {
    return "That role does not stand below your own.";
  }
  if (role.position >= own.position) {
    return "That role does not stand below mine: move mine up in the server's settings.";
  }
}

const reactionRole = slash({
  name: "reaction-role",
  description: "Roles for reactions",
  defaultMemberPermissions: "268435456", // Manage Roles
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
        const { role, ...given } = ctx.options as { message: string; emoji: string; role: string };
        const [message, emoji] = [given.message.trim(), given.emoji.trim()];
        const problem = await objection(ctx, role);
        if (problem) return whisper(ctx, problem);
        try {
          // The bot reacts first, so that members only have to click.
          await rest.addReaction({ channelId: ctx.msg.channelId, messageId: message, emoji });
        } catch (error) {
          console.warn("Could not react:", error);
          return whisper(
            ctx,
            "I could not react: there is no such message in this channel, or no such emoji.",
          );
        }
        await roles.set(`${message}/${typed(emoji)}`, role);
        await whisper(ctx, `${emoji} now gives <@&${role}>.`);
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
        const { message, emoji } = ctx.options as { message: string; emoji: string };
        const known = await roles.delete(`${message.trim()}/${typed(emoji.trim())}`);
        await whisper(ctx, known ? "It gives nothing any more." : "It gave nothing.");
      },
    },
    {
      name: "list",
      description: "What gives which role",
      run: async (ctx) => {
        const { items } = await roles.items({ limit: 25 });
        const lines = items.map(({ name, value }) => {
          const [message, emoji] = name.split("/");
          return `Message ${message}: ${
            /^\d+$/.test(emoji!) ? `<:role:${emoji}>` : emoji
          } gives <@&${value}>`;
        });
        await whisper(ctx, lines.join("\n") || "Nothing yet: use `/reaction-role add`.");
      },
    },
  ],
});

on("reactionAdd", async ({ msg }) => {
  if (msg.member?.user?.bot) return;
  const roleId = await roles.get(`${msg.messageId}/${seen(msg.emoji)}`);
  if (roleId) await rest.addMemberRole({ userId: msg.userId, roleId, reason: "Reaction role" });
});

on("reactionRemove", async ({ msg }) => {
  const roleId = await roles.get(`${msg.messageId}/${seen(msg.emoji)}`);
  if (roleId) await rest.removeMemberRole({ userId: msg.userId, roleId, reason: "Reaction role" });
});

// What was said under a message that is gone is forgotten.
on("messageDelete", async ({ msg }) => void await roles.clear({ prefix: `${msg.id}/` }));
on("messageDeleteBulk", async ({ msg }) => {
  for (const id of msg.ids) await roles.clear({ prefix: `${id}/` });
});

createBot({ commands: [reactionRole] });
