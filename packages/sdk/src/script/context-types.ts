/** @module What handlers are given. Types only. */
import type * as D from "discord-api-types/v10";
import type { Builder } from "../builders/builder.ts";
import type { Camelized, Payloads } from "./events.ts";
import type { GuildReads } from "./guild-types.ts";
import type { MessageInput, ReplyInput } from "./message.ts";

/** A message as Discord answers it. */
export type SentMessage = D.APIMessage;

/** Which component to wait for: its custom id, parts of it, or a judge of one's own. */
export type ComponentFilter =
  | string
  | { customId?: string; userId?: string; messageId?: string }
  | ((ctx: ComponentContext) => unknown);

/** What every handler can wait for. */
export interface Awaiting {
  /**
   * Waits for someone to press a button or use a menu; null after `timeout` milliseconds, 60 000 by default and at most
   * 15 minutes. The isolate stays awake meanwhile, but a redeploy ends the waiting: for what must last, use
   * {@link component}.
   *
   * @example
   * await ctx.reply({ content: "Sure?", components: [actionRow().addComponents(button().setCustomId("yes").setLabel("Yes"))] });
   * const pressed = await ctx.awaitComponent({ customId: "yes", userId: ctx.msg.author.id }, { timeout: 30_000 });
   * if (pressed) await pressed.update({ content: "Done.", components: [] });
   */
  awaitComponent(filter: ComponentFilter, options?: { timeout?: number }): Promise<ComponentContext | null>;
}

/** How an event reached the script. */
export interface Delivered {
  /**
   * True where the event comes again because nobody knows how its first run ended, such as after a crash. What must
   * happen once is claimed with `claimOnce` of a KV store.
   */
  readonly redelivered: boolean;
}

/** What the handlers of an event are given. */
export interface EventContext<Msg = Record<string, unknown>, Raw = unknown> extends Awaiting, Delivered {
  /** The payload with camelCase keys. */
  msg: Msg;
  /** The payload as Discord sent it. */
  raw: Raw;
  /** The same as the global `guild`. */
  guild: GuildReads;
  /** Aborts when the dispatch's deadline passes. */
  readonly signal: AbortSignal;
  /**
   * Sends a message to the channel of the event, as a reply where the event has a message.
   *
   * @example
   * on("messageCreate", async (ctx) => {
   *   if (ctx.msg.content.includes("flora")) await ctx.reply({ content: "Here I am", replyTo: null });
   * });
   */
  reply(message: string | ReplyInput): Promise<SentMessage>;
  /**
   * Edits the message of the event; Discord lets a bot edit only its own.
   *
   * @example
   * on("messageCreate", async (ctx) => {
   *   if (ctx.msg.author.id === ctx.msg.applicationId) await ctx.edit("I said nothing");
   * });
   */
  edit(message: string | MessageInput): Promise<SentMessage>;
  /**
   * Deletes the last reply.
   *
   * @example
   * await ctx.reply("Psst");
   * await ctx.deleteReply();
   */
  deleteReply(): Promise<void>;
  /**
   * Adds a reaction to the message of the event: a unicode emoji, or `name:id`.
   *
   * @example
   * if (ctx.msg.content.includes("flora")) await ctx.react("🌸");
   */
  react(emoji: string): Promise<void>;
}

/** What handlers of `ready` are given: the guild's events flow from now on. */
export interface LifecycleContext extends
  EventContext<{
    guildId: string;
    /** This guild alone. */
    guildIds: string[];
    /** The bot itself. */
    user: Camelized<D.APIUser>;
    botUserId: string;
  }> {}

/** The time of something that was scheduled has come. */
export interface ScheduleContext extends Awaiting, Delivered {
  msg: {
    name: string;
    /** When it was due, ISO 8601; long ago where no script could take it before. */
    at: string;
    /** As it was scheduled. */
    // deno-lint-ignore no-explicit-any -- what the author put there
    payload: any;
  };
  raw: unknown;
  /** The same as the global `guild`. */
  guild: GuildReads;
  /** Aborts when the dispatch's deadline passes. */
  readonly signal: AbortSignal;
}

/** Somebody changed the settings. */
export interface SettingsUpdateContext extends Awaiting, Delivered {
  msg: {
    /** Keys of the settings that have another value now. */
    changed: string[];
    /** All values as they are now, those that the script reads in `settings(…).value`. */
    value: Record<string, string | number | boolean>;
    previous: Record<string, string | number | boolean>;
  };
  raw: unknown;
  /** The same as the global `guild`. */
  guild: GuildReads;
  /** Aborts when the dispatch's deadline passes. */
  readonly signal: AbortSignal;
}

/** A message that was written or changed. */
export interface MessageContext<E extends "messageCreate" | "messageUpdate" = "messageCreate">
  extends EventContext<Camelized<Payloads[E]>, Payloads[E]> {}

/** A message that called a prefix command. */
export interface PrefixContext extends MessageContext {
  /** What follows the command's name, split on white space. */
  args: string[];
}

/** What every interaction carries. `interactionToken` is flora's own handle, good wherever a token is asked for. */
export interface InteractionMsg<Data = unknown> {
  interactionId: string;
  interactionToken: string;
  applicationId: string;
  guildId: string;
  channelId: string;
  /** Discord's interaction type. */
  type: number;
  user: Camelized<D.APIUser>;
  member: Camelized<D.APIInteractionGuildMember>;
  locale: string;
  guildLocale?: string;
  /** As Discord sent it, snake_case. */
  data: Data;
  /** The message a component belongs to. */
  message?: Camelized<D.APIMessage>;
}

/** What the handlers of an interaction are given. */
export interface InteractionContext<Msg extends InteractionMsg = InteractionMsg, Raw = unknown>
  extends Awaiting, Delivered {
  msg: Msg;
  raw: Raw;
  /** The same as the global `guild`. */
  guild: GuildReads;
  readonly signal: AbortSignal;
  /**
   * Answers the interaction. After `defer` it becomes the deferred answer, after an answer a follow-up, which resolves
   * with its message. Discord waits 3 seconds for a first answer.
   *
   * @example
   * createBot({
   *   commands: [
   *     slash({ name: "hi", description: "Greets", run: (ctx) => ctx.reply({ content: "Hi!", ephemeral: true }) }),
   *   ],
   * });
   */
  reply(message: string | ReplyInput): Promise<SentMessage | undefined>;
  /**
   * Edits the answer; of a component that was not answered yet, the message it belongs to.
   *
   * @example
   * component("count", async (ctx) => {
   *   await ctx.reply("1");
   *   await ctx.edit("2");
   * });
   */
  edit(message: string | MessageInput): Promise<SentMessage | undefined>;
  /**
   * Shows that an answer is coming, for up to 15 minutes.
   *
   * @example
   * component("slow", async (ctx) => {
   *   await ctx.defer({ ephemeral: true });
   *   await ctx.reply("That took a while.");
   * });
   */
  defer(options?: { ephemeral?: boolean }): Promise<void>;
  /**
   * One more message, also while others are on their way.
   *
   * @example
   * component("twice", async (ctx) => {
   *   await ctx.reply("Once");
   *   await ctx.followUp({ content: "Twice", ephemeral: true });
   * });
   */
  followUp(message: string | ReplyInput): Promise<SentMessage>;
  /**
   * Deletes the answer.
   *
   * @example
   * component("psst", async (ctx) => {
   *   await ctx.reply("Psst");
   *   await ctx.deleteReply();
   * });
   */
  deleteReply(): Promise<void>;
  /**
   * Adds a reaction to the message a component belongs to.
   *
   * @example
   * component("like", async (ctx) => {
   *   await ctx.update();
   *   await ctx.react("👍");
   * });
   */
  react(emoji: string): Promise<void>;
}

/** Value of a command's option. */
export type OptionValue = string | number | boolean | undefined;

// deno-lint-ignore no-explicit-any -- Discord's interaction data has one shape per command
type Loose = any;

/** A slash command, or an entry of a context menu. */
export interface CommandContext
  extends
    InteractionContext<InteractionMsg<Loose> & { commandName: string }, D.APIApplicationCommandInteraction> {
  /** Values of the command's or subcommand's options by name; ids for users, channels, roles and attachments. */
  options: Record<string, OptionValue>;
  /**
   * Opens a form; it must be the first answer.
   *
   * @example
   * const feedback = slash({
   *   name: "feedback",
   *   description: "Tell us",
   *   run: (ctx) =>
   *     ctx.showModal(
   *       new ModalBuilder("feedback", "Feedback").addComponents(label("What is it?").setComponent(inputText("text"))),
   *     ),
   * });
   * createBot({ commands: [feedback] });
   */
  showModal(modal: Builder | D.APIModalInteractionResponseCallbackData): Promise<void>;
}

/** An entry of the menu of a user or a message. */
export interface MenuContext extends CommandContext {
  /** Id of the user or message it was used on. */
  targetId: string;
  /** The user or message itself, as Discord sent it. */
  target: D.APIUser | D.APIMessage;
}

/** Someone types into an option with `autocomplete`. */
export interface AutocompleteContext {
  msg: CommandContext["msg"];
  raw: D.APIApplicationCommandAutocompleteInteraction;
  /** The same as the global `guild`. */
  guild: GuildReads;
  options: Record<string, OptionValue>;
  /** What has been typed so far. */
  focused: { name: string; value: string | number };
}

/** A button or a select menu. */
export interface ComponentContext
  extends
    InteractionContext<InteractionMsg<Loose> & { messageId?: string }, D.APIMessageComponentInteraction> {
  /**
   * Edits the message the component belongs to, as the answer. Without argument only stops Discord's waiting.
   *
   * @example
   * component("done", (ctx) => ctx.update({ content: `Done by <@${ctx.msg.user.id}>`, components: [] }));
   */
  update(message?: string | MessageInput): Promise<void>;
  /**
   * Opens a form; it must be the first answer.
   *
   * @example
   * component("why", (ctx) =>
   *   ctx.showModal(new ModalBuilder("reason", "Why?").addComponents(label("Why?").setComponent(inputText("text")))));
   */
  showModal(modal: Builder | D.APIModalInteractionResponseCallbackData): Promise<void>;
}

/** A form that was sent off. */
export interface ModalContext extends InteractionContext<InteractionMsg<Loose>, D.APIModalSubmitInteraction> {
  /** What was filled in, by custom id; lists for selects. */
  fields: Record<string, string | string[]>;
  /**
   * As for components; only where the form was opened from one.
   *
   * @example
   * modal("reason", (ctx) => ctx.update({ content: `Because ${ctx.fields.text}`, components: [] }));
   */
  update(message?: string | MessageInput): Promise<void>;
}
