// Warnings, time-outs, kicks, and bans that may end by themselves. Each of them is written to a log channel.
import {
  after,
  type CommandContext,
  createBot,
  embed,
  guild,
  kv,
  on,
  rest,
  schedule,
  settings,
  slash,
} from "@flora/sdk";

const config = settings({
  log: { type: "channel", label: "Log channel", description: "Where every action is written down" },
  limit: { type: "number", label: "Warnings until a time-out", default: 3, min: 1, max: 20 },
  pause: { type: "number", label: "Minutes of that time-out", default: 60, min: 1, max: 40_320 },
});

interface Warning {
  reason: string;
  by: string;
  /** Unix seconds. */
  at: number;
}

/** Warnings by user. */
const warnings = kv.store("warnings").json<Warning[]>();

const COLOURS = { mild: 0xfee75c, hard: 0xed4245, kind: 0x57f287 };
const MEMBER = { name: "member", description: "Whom", type: "user", required: true } as const;
const REASON = { name: "reason", description: "Why; the audit log shows it too", max: 300 } as const;

/** Only who used the command sees the answer. */
const whisper = (ctx: CommandContext, content: string) => ctx.reply({ content, ephemeral: true });

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;

/** Writes a line to the log channel, where there is one. */
async function record(title: string, text: string, color: number): Promise<void> {
  if (!config.value.log) return;
  const entry = embed().setTitle(title).setDescription(text).setColor(color).setTimestamp();
  await rest.sendMessage({ channelId: config.value.log, embeds: [entry] });
}

/** Why a moderator may not act on somebody; undefined where they may. */
async function objection(ctx: CommandContext, userId: string): Promise<string | undefined> {
  if (userId === ctx.msg.user.id) return "That is yourself.";
  const [{ ownerId }, target] = await Promise.all([guild.info(), guild.member(userId)]);
  if (!target || ctx.msg.user.id === ownerId) return undefined;
  if (userId === ownerId) return "That is the owner of this server.";
  const [own, theirs] = await Promise.all([guild.highestRole(ctx.msg.member), guild.highestRole(target)]);
  return own.position > theirs.position ? undefined : "They do not stand below you in the order of roles.";
}

interface Measure {
  title: string;
  color: number;
  /** What the log and the moderator are told besides who and why. */
  note?: string;
  run(userId: string, reason: string): Promise<unknown>;
}

/** Takes a measure against the member that a command names, if that is allowed; tells how it went. */
async function act(ctx: CommandContext, { title, color, note = "", run }: Measure): Promise<void> {
  const userId = String(ctx.options.member);
  const reason = String(ctx.options.reason ?? "No reason given");
  const problem = await objection(ctx, userId);
  if (problem) return void await whisper(ctx, problem);
  try {
    await run(userId, `${reason} (by ${ctx.msg.user.username})`);
  } catch (error) {
    if ((error as { code?: string }).code !== "DISCORD_ERROR") throw error;
    console.warn(`${title} of ${userId} was refused:`, error);
    const help = (error as { status?: number }).status === 404
      ? "They are not on this server, or not banned."
      : "My role must have the permission for it, and stand above theirs.";
    return void await whisper(ctx, `Discord did not let me do that. ${help}`);
  }
  await whisper(ctx, `${title}: <@${userId}>${note}`);
  await record(title, `<@${userId}> by <@${ctx.msg.user.id}>: ${reason}${note}`, color);
}

const warn = slash({
  name: "warn",
  description: "Warns a member; too many warnings are a time-out",
  defaultMemberPermissions: "1099511627776", // Time Out Members
  options: [MEMBER, { ...REASON, required: true }],
  run: async (ctx) => {
    const userId = String(ctx.options.member);
    const problem = await objection(ctx, userId);
    if (problem) return void await whisper(ctx, problem);
    const warning = {
      reason: String(ctx.options.reason),
      by: ctx.msg.user.id,
      at: Math.floor(Date.now() / 1000),
    };
    // Safe when two moderators warn at the same moment.
    const all = await warnings.update(userId, (old) => [...old ?? [], warning]);
    const { limit, pause } = config.value;
    const total = count(all!.length, "warning");
    if (all!.length % limit !== 0) {
      const content = `⚠️ <@${userId}>, you have been warned: ${warning.reason} (${total})`;
      await ctx.reply({ content, allowedMentions: { users: [userId] } });
      return await record("Warning", `<@${userId}> by <@${warning.by}>: ${warning.reason}`, COLOURS.mild);
    }
    await act(ctx, {
      title: "Time-out",
      color: COLOURS.mild,
      note: ` (${total}, ${count(pause, "minute")})`,
      run: (userId, reason) => rest.timeoutMember({ userId, reason, seconds: pause * 60 }),
    });
  },
});

const history = slash({
  name: "warnings",
  description: "What a member was warned for",
  defaultMemberPermissions: "1099511627776", // Time Out Members
  options: [MEMBER, { name: "clear", description: "Forget them", type: "boolean" }],
  run: async (ctx) => {
    const userId = String(ctx.options.member);
    if (ctx.options.clear) {
      await warnings.delete(userId);
      return void await whisper(ctx, `<@${userId}> has no warnings any more.`);
    }
    const all = await warnings.get(userId) ?? [];
    const lines = all.slice(-10).map(({ at, by, reason }) => `<t:${at}:d> by <@${by}>: ${reason}`);
    await whisper(ctx, lines.join("\n") || `<@${userId}> has no warnings.`);
  },
});

const timeout = slash({
  name: "timeout",
  description: "Lets a member write nothing for a while",
  defaultMemberPermissions: "1099511627776", // Time Out Members
  options: [
    MEMBER,
    {
      name: "minutes",
      description: "How long; 0 ends it",
      type: "integer",
      required: true,
      min: 0,
      max: 40_320,
    },
    REASON,
  ],
  run: async (ctx) => {
    const minutes = Number(ctx.options.minutes);
    await act(ctx, {
      title: minutes > 0 ? "Time-out" : "End of time-out",
      color: minutes > 0 ? COLOURS.mild : COLOURS.kind,
      note: minutes > 0 ? ` (${count(minutes, "minute")})` : "",
      run: (userId, reason) => rest.timeoutMember({ userId, reason, seconds: minutes * 60 }),
    });
  },
});

const kick = slash({
  name: "kick",
  description: "Shows a member the door",
  defaultMemberPermissions: "2", // Kick Members
  options: [MEMBER, REASON],
  run: (ctx) =>
    act(ctx, {
      title: "Kick",
      color: COLOURS.hard,
      run: (userId, reason) => rest.kickMember({ userId, reason }),
    }),
});

const ban = slash({
  name: "ban",
  description: "Bans somebody, for ever or for some days",
  defaultMemberPermissions: "4", // Ban Members
  options: [
    MEMBER,
    { name: "days", description: "Until the ban ends; for ever without", type: "integer", min: 1, max: 365 },
    { name: "delete", description: "Hours of their messages to delete", type: "integer", min: 0, max: 168 },
    REASON,
  ],
  run: async (ctx) => {
    const days = Number(ctx.options.days ?? 0);
    await act(ctx, {
      title: days > 0 ? "Temporary ban" : "Ban",
      color: COLOURS.hard,
      note: days > 0 ? ` (${count(days, "day")})` : "",
      run: async (userId, reason) => {
        await rest.banMember({
          userId,
          reason,
          deleteMessageSeconds: Number(ctx.options.delete ?? 0) * 3600,
        });
        // It survives restarts and redeploys; a later ban of the same user takes its place.
        if (days > 0) await after(`${days}d`, { userId }, `unban/${userId}`);
        else await schedule.cancel(`unban/${userId}`);
      },
    });
  },
});

const unban = slash({
  name: "unban",
  description: "Lets somebody come back",
  defaultMemberPermissions: "4", // Ban Members
  options: [{ ...MEMBER, description: "Who; their id will do" }, REASON],
  run: (ctx) =>
    act(ctx, {
      title: "End of ban",
      color: COLOURS.kind,
      run: (userId, reason) => rest.unbanMember({ userId, reason }),
    }),
});

// The days of a ban are over.
on("schedule", async ({ msg }) => {
  const { userId } = msg.payload;
  try {
    await rest.unbanMember({ userId, reason: "The days of the ban are over" });
  } catch (error) {
    // Somebody let them back in before, unseen.
    if ((error as { status?: number }).status === 404) return;
    throw error;
  }
  await record("End of ban", `<@${userId}>: the days of the ban are over`, COLOURS.kind);
});

// Whoever was let back in by hand needs no schedule any more.
on("guildBanRemove", async ({ msg }) => void await schedule.cancel(`unban/${msg.user.id}`));

createBot({ commands: [warn, history, timeout, kick, ban, unban] });
