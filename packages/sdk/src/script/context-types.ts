/** @module What handlers are given. Types only. */
import type * as D from "discord-api-types/v10";
import type { AbortSignal } from "../web/abort.ts";
import type { Builder } from "../builders/builder.ts";
import type { Camelized, Payloads } from "./events.ts";
import type { GuildReads } from "./guild-types.ts";
import type { SettingValue } from "@flora/model";
import type { MessageInput, ReplyInput } from "./message.ts";

/** A message as Discord answers it. */
export type SentMessage = D.APIMessage;

/** Which component to wait for: its custom id, parts of it, or a judge of one's own. */
export type ComponentFilter =
  | string
  | { customId?: string; userId?: string; messageId?: string }
  | ((ctx: ComponentContext) => unknown);

export interface Awaiting {
  /**
   * Waits for someone to press a button or use a menu; null after `timeout` milliseconds, 60 000 by default and at most
   * 15 minutes. The isolate stays awake meanwhile, but a redeploy ends the waiting: for what must last, use
   * {@link component}.
   */
  awaitComponent(filter: ComponentFilter, options?: { timeout?: number }): Promise<ComponentContext | null>;
}

export interface Delivered {
  /**
   * True where the event comes again because nobody knows how its first run ended, such as after a crash. What must
   * happen once is claimed with `claimOnce` of a KV store.
   */
  readonly redelivered: boolean;
}

export interface EventContext<Msg = Record<string, unknown>, Raw = unknown> extends Awaiting, Delivered {
  /** The payload with camelCase keys. */
  msg: Msg;
  /** The payload as Discord sent it. */
  raw: Raw;
  /** The same as the global `guild`. */
  guild: GuildReads;
  /** Aborts when the dispatch's deadline passes. */
  readonly signal: AbortSignal;
  /** Sends a message to the channel of the event, as a reply where the event has a message. */
  reply(message: string | ReplyInput): Promise<SentMessage>;
  /** Edits the message of the event; Discord lets a bot edit only its own. */
  edit(message: string | MessageInput): Promise<SentMessage>;
  /** Deletes the last reply. */
  deleteReply(): Promise<void>;
  /** Adds a reaction to the message of the event: a unicode emoji, or `name:id`. */
  react(emoji: string): Promise<void>;
}

export interface LifecycleContext extends EventContext<{ guildId: string; botUserId: string }> {}

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
    value: Record<string, SettingValue>;
    previous: Record<string, SettingValue>;
  };
  raw: unknown;
  /** The same as the global `guild`. */
  guild: GuildReads;
  /** Aborts when the dispatch's deadline passes. */
  readonly signal: AbortSignal;
}

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
   */
  reply(message: string | ReplyInput): Promise<SentMessage | undefined>;
  /** Edits the answer; of a component that was not answered yet, the message it belongs to. */
  edit(message: string | MessageInput): Promise<SentMessage | undefined>;
  /** Shows that an answer is coming, for up to 15 minutes. */
  defer(options?: { ephemeral?: boolean }): Promise<void>;
  /** One more message, also while others are on their way. */
  followUp(message: string | ReplyInput): Promise<SentMessage>;
  /** Deletes the answer. */
  deleteReply(): Promise<void>;
  /** Adds a reaction to the message a component belongs to. */
  react(emoji: string): Promise<void>;
}

export type OptionValue = string | number | boolean | undefined;

// deno-lint-ignore no-explicit-any -- Discord's interaction data has one shape per command
type Loose = any;

/** A slash command, or an entry of a context menu. */
export interface CommandContext
  extends
    InteractionContext<InteractionMsg<Loose> & { commandName: string }, D.APIApplicationCommandInteraction> {
  /** Values of the command's or subcommand's options by name; ids for users, channels, roles and attachments. */
  options: Record<string, OptionValue>;
  /** Opens a form; it must be the first answer. */
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
  /** Edits the message the component belongs to, as the answer. Without argument only stops Discord's waiting. */
  update(message?: string | MessageInput): Promise<void>;
  showModal(modal: Builder | D.APIModalInteractionResponseCallbackData): Promise<void>;
}

/** A form that was sent off. */
export interface ModalContext extends InteractionContext<InteractionMsg<Loose>, D.APIModalSubmitInteraction> {
  /** What was filled in, by custom id; lists for selects. */
  fields: Record<string, string | string[]>;
  /** As for components; only where the form was opened from one. */
  update(message?: string | MessageInput): Promise<void>;
}
