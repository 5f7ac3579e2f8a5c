// Members open a ticket: a private thread with your team. What was said in it is kept when it is closed.
import {
  actionRow,
  button,
  ButtonStyle,
  component,
  createBot,
  embed,
  guild,
  inputText,
  InputTextStyle,
  kv,
  label,
  modal,
  ModalBuilder,
  on,
  rest,
  settings,
  slash,
} from "@flora/sdk";

const config = settings({
  team: { type: "role", label: "Team", description: "Who is called to every ticket" },
  log: { type: "channel", label: "Log channel", description: "Where closed tickets are kept as text" },
  invitation: {
    type: "string",
    label: "What the panel says",
    default: "Do you need help? Open a ticket: only you and our team see it.",
  },
});

interface Ticket {
  userId: string;
  topic: string;
}

/** Tickets by their thread, and the thread of who has one open. */
const tickets = kv.store("tickets").json<Ticket>();
const open = kv.store("open-tickets");
const opening = kv.store("opening-tickets");

const PRIVATE_THREAD = 12;

const panel = slash({
  name: "ticket-panel",
  description: "Puts the button that opens tickets into this channel",
  defaultMemberPermissions: "32", // Manage Server
  run: async (ctx) => {
    const about = embed().setTitle("Help").setDescription(config.value.invitation).setColor(0x5865f2);
    const openButton = button().setCustomId("ticket/open").setLabel("Open a ticket").setStyle(
      ButtonStyle.Primary,
    );
    await rest.sendMessage({
      channelId: ctx.msg.channelId,
      embeds: [about],
      components: [actionRow().addComponents(openButton)],
    });
    const { team } = config.value;
    const content = team ? "The panel is up." : "The panel is up, but no team is set: nobody will be called.";
    await ctx.reply({ content, ephemeral: true });
  },
});

/** Thread of the ticket that a member has open; they are let in again, should they have left the thread or the server. */
async function openTicketOf(userId: string): Promise<string | undefined> {
  const threadId = await open.get(userId);
  if (!threadId) return undefined;
  try {
    await rest.addThreadMember({ threadId, userId });
  } catch (error) {
    const { code, status } = error as { code?: string; status?: number };
    // It is gone, with its channel, or while nobody was there to hear of it: they may open another one.
    if (code === "SCOPE_FORBIDDEN" || status === 404) return void await forget(threadId, userId);
    console.warn(`Could not add ${userId} to ${threadId}:`, error);
  }
  return threadId;
}

component("ticket/open", async (ctx) => {
  const known = await openTicketOf(ctx.msg.user.id);
  if (known) {
    return void await ctx.reply({ content: `You have a ticket open: <#${known}>`, ephemeral: true });
  }
  const topic = inputText("topic").setStyle(InputTextStyle.Paragraph).setMinLength(5).setMaxLength(1000);
  await ctx.showModal(
    new ModalBuilder("ticket/new", "New ticket").addComponents(
      label("What is it about?").setComponent(topic),
    ),
  );
});

modal("ticket/new", async (ctx) => {
  const { user, channelId } = ctx.msg;
  // Two forms may be sent off at once: one of them alone gets true.
  if (await open.get(user.id) || !(await opening.cooldown(user.id, 10))) {
    return void await ctx.reply({ content: "You have a ticket open already.", ephemeral: true });
  }
  await ctx.defer({ ephemeral: true });
  const topic = String(ctx.fields.topic);
  try {
    const threadId = await openThread(channelId, user, topic);
    await ctx.reply(`Your ticket is open: <#${threadId}>`);
  } catch (error) {
    await ctx.reply("I could not open a ticket here. Tell the team: the log of this script says why.");
    throw error;
  }
});

async function openThread(channelId: string, user: { id: string; username: string }, topic: string) {
  const thread = await rest.createThread({
    channelId,
    payload: { name: `ticket ${user.username}`.slice(0, 100), type: PRIVATE_THREAD, invitable: false },
  });
  await tickets.set(thread.id, { userId: user.id, topic });
  await open.set(user.id, thread.id);
  const { team } = config.value;
  const closeButton = button().setCustomId("ticket/close").setLabel("Close").setStyle(ButtonStyle.Danger);
  // Discord lets who is mentioned into a private thread; who may manage threads sees it anyway.
  await rest.sendMessage({
    channelId: thread.id,
    content: [`<@${user.id}>`, ...team ? [`<@&${team}>`] : []].join(" "),
    embeds: [embed().setTitle("Ticket").setDescription(topic).setColor(0x5865f2)],
    components: [actionRow().addComponents(closeButton)],
    allowedMentions: { users: [user.id], roles: team ? [team] : [] },
  });
  await rest.addThreadMember({ threadId: thread.id, userId: user.id });
  return thread.id;
}

component("ticket/close", async (ctx) => {
  const threadId = ctx.msg.channelId;
  const ticket = await tickets.get(threadId);
  // Two may close it at once: one of them alone finds it to delete.
  if (!ticket || !await tickets.delete(threadId)) {
    return void await ctx.reply({ content: "This ticket is closed.", ephemeral: true });
  }
  await ctx.defer();
  try {
    await keep(threadId, ticket, ctx.msg.user.id);
  } catch (error) {
    await tickets.set(threadId, ticket);
    await ctx.reply("The log channel did not take what was said here, so the ticket stays open.");
    throw error;
  }
  await forget(threadId, ticket.userId);
  await ctx.reply(`Closed by <@${ctx.msg.user.id}>.`);
  await rest.editChannel({ channelId: threadId, payload: { archived: true, locked: true } });
});

/** Sends what was said in a ticket to the log channel, as a text file. */
async function keep(threadId: string, { userId, topic }: Ticket, closedBy: string): Promise<void> {
  const { log } = config.value;
  if (!log) return;
  const lines = (await messagesOf(threadId)).map(({ timestamp, author, content, attachments }) => {
    const said = [content, ...attachments.map(({ url }) => url)].join(" ");
    return `${timestamp.slice(0, 16).replace("T", " ")} ${author.username}: ${said}`;
  });
  const member = await guild.member(userId);
  const name = `ticket-${member?.user.username ?? userId}.txt`;
  await rest.sendMessage({
    channelId: log,
    content: `Ticket of <@${userId}>, closed by <@${closedBy}>`,
    attachments: [{ name, data: [`About: ${topic}`, "", ...lines].join("\n"), contentType: "text/plain" }],
  });
}

/** All that was said in a thread, oldest first; of a very long one the last thousand messages. */
async function messagesOf(channelId: string) {
  const found = await rest.fetchMessages({ channelId, limit: 100 });
  for (let page = found; page.length === 100 && found.length < 1000; found.push(...page)) {
    page = await rest.fetchMessages({ channelId, limit: 100, before: page.at(-1)!.id });
  }
  return found.reverse();
}

async function forget(threadId: string, userId: string): Promise<void> {
  await tickets.delete(threadId);
  if (await open.get(userId) === threadId) await open.delete(userId);
  await opening.delete(userId);
}

// Somebody deleted the thread by hand: its member may open another ticket.
on("threadDelete", async ({ msg }) => {
  const ticket = await tickets.get(msg.id);
  if (ticket) await forget(msg.id, ticket.userId);
});

createBot({ commands: [panel] });
