/** @module Everything a guild's script may use. The same names are globals of a script: importing them is optional. */
export * from "./builders/constants.ts";
export * from "./builders/mod.ts";
export { at, type AtOptions } from "./script/at.ts";
export { type BotOptions, createBot } from "./script/bot.ts";
export { contextMenu, prefix, type PrefixCommand, slash } from "./script/commands.ts";
export type * from "./script/context-types.ts";
export { cron, type CronContext, type CronOptions } from "./script/cron.ts";
export type { Camelized, EventName, Handles } from "./script/events.ts";
export { guild } from "./script/guild.ts";
export type * from "./script/guild-types.ts";
export { getSubcommand, getSubcommandGroup, hasRole } from "./script/helpers.ts";
export {
  type Kv,
  kv,
  type KvEntry,
  type KvItem,
  type KvItems,
  type KvListing,
  type KvListOptions,
  type KvRange,
  type KvSetOptions,
  type KvStore,
  type KvUsage,
} from "./script/kv.ts";
export type { KvJsonStore } from "./script/kv-json.ts";
export type { AllowedMentions, MessageInput, NamedUpload, ReplyInput, Upload } from "./script/message.ts";
export { on } from "./script/on.ts";
export { rest } from "./script/rest.ts";
export type * from "./script/rest.ts";
export { autocomplete, component, modal } from "./script/routes.ts";
export { after, type Schedule, schedule, type Scheduled, type ScheduleItem } from "./script/schedule.ts";
export type { ScriptError, ScriptErrorCode } from "./script/script-error.ts";
export { type Secrets, secrets } from "./script/secrets.ts";
export type { Params } from "./script/pattern.ts";
export type {
  Choice,
  ContextMenu,
  SlashCommand,
  SlashOption,
  SlashSubcommand,
} from "./script/slash-definition.ts";
export {
  type BooleanSetting,
  type ChoiceSetting,
  type IdSetting,
  type NumberSetting,
  type Setting,
  type Settings,
  settings,
  type SettingValues,
  type TextSetting,
} from "./script/settings.ts";
export { type State, state } from "./script/state.ts";
export {
  type Webhook,
  webhook,
  type WebhookContext,
  type WebhookMsg,
  type WebhookOptions,
  type WebhookReply,
} from "./script/webhook.ts";
