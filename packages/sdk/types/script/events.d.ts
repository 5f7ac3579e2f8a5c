/** @module Events by name, with the payload Discord sends for each. Types only. */
import type * as D from "discord-api-types/v10";
import type { CommandContext, ComponentContext, EventContext, LifecycleContext, MessageContext, ModalContext, ScheduleContext, SettingsUpdateContext } from "./context-types.js";
/** `snake_case` keys as `camelCase`, all the way down. */
export type Camelized<T> = T extends readonly (infer Item)[] ? Camelized<Item>[] : T extends object ? {
    [Key in keyof T as Key extends string ? CamelCase<Key> : Key]: Camelized<T[Key]>;
} : T;
type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : S;
/** Discord's payload of each event, by the name scripts know it under. */
export interface Payloads {
    applicationCommandPermissionsUpdate: D.GatewayApplicationCommandPermissionsUpdateDispatchData;
    autoModerationActionExecution: D.GatewayAutoModerationActionExecutionDispatchData;
    autoModerationRuleCreate: D.GatewayAutoModerationRuleCreateDispatchData;
    autoModerationRuleDelete: D.GatewayAutoModerationRuleDeleteDispatchData;
    autoModerationRuleUpdate: D.GatewayAutoModerationRuleUpdateDispatchData;
    channelCreate: D.GatewayChannelCreateDispatchData;
    channelDelete: D.GatewayChannelDeleteDispatchData;
    channelPinsUpdate: D.GatewayChannelPinsUpdateDispatchData;
    channelUpdate: D.GatewayChannelUpdateDispatchData;
    entitlementCreate: D.GatewayEntitlementCreateDispatchData;
    entitlementDelete: D.GatewayEntitlementDeleteDispatchData;
    entitlementUpdate: D.GatewayEntitlementUpdateDispatchData;
    guildAuditLogEntryCreate: D.GatewayGuildAuditLogEntryCreateDispatchData;
    guildBanAdd: D.GatewayGuildBanAddDispatchData;
    guildBanRemove: D.GatewayGuildBanRemoveDispatchData;
    /** The guild is there, at the start and after an outage, with all that Discord tells of it at once. */
    guildCreate: D.GatewayGuildCreateDispatchData;
    /** Discord has an outage that hits the guild; it comes back with `guildCreate`. */
    guildDelete: D.GatewayGuildDeleteDispatchData;
    guildEmojisUpdate: D.GatewayGuildEmojisUpdateDispatchData;
    guildIntegrationsUpdate: D.GatewayGuildIntegrationsUpdateDispatchData;
    guildMemberAdd: D.GatewayGuildMemberAddDispatchData;
    guildMemberRemove: D.GatewayGuildMemberRemoveDispatchData;
    guildMemberUpdate: D.GatewayGuildMemberUpdateDispatchData;
    guildScheduledEventCreate: D.GatewayGuildScheduledEventCreateDispatchData;
    guildScheduledEventDelete: D.GatewayGuildScheduledEventDeleteDispatchData;
    guildScheduledEventUpdate: D.GatewayGuildScheduledEventUpdateDispatchData;
    guildScheduledEventUserAdd: D.GatewayGuildScheduledEventUserAddDispatchData;
    guildScheduledEventUserRemove: D.GatewayGuildScheduledEventUserRemoveDispatchData;
    guildSoundboardSoundCreate: D.GatewayGuildSoundboardSoundCreateDispatchData;
    guildSoundboardSoundDelete: D.GatewayGuildSoundboardSoundDeleteDispatchData;
    guildSoundboardSoundUpdate: D.GatewayGuildSoundboardSoundUpdateDispatchData;
    guildSoundboardSoundsUpdate: D.GatewayGuildSoundboardSoundsUpdateDispatchData;
    guildStickersUpdate: D.GatewayGuildStickersUpdateDispatchData;
    guildUpdate: D.GatewayGuildUpdateDispatchData;
    integrationCreate: D.GatewayIntegrationCreateDispatchData;
    integrationDelete: D.GatewayIntegrationDeleteDispatchData;
    integrationUpdate: D.GatewayIntegrationUpdateDispatchData;
    inviteCreate: D.GatewayInviteCreateDispatchData;
    inviteDelete: D.GatewayInviteDeleteDispatchData;
    messageCreate: D.GatewayMessageCreateDispatchData;
    messageDelete: D.GatewayMessageDeleteDispatchData;
    messageDeleteBulk: D.GatewayMessageDeleteBulkDispatchData;
    messagePollVoteAdd: D.GatewayMessagePollVoteDispatchData;
    messagePollVoteRemove: D.GatewayMessagePollVoteDispatchData;
    messageUpdate: D.GatewayMessageUpdateDispatchData;
    presenceUpdate: D.GatewayPresenceUpdateDispatchData;
    reactionAdd: D.GatewayMessageReactionAddDispatchData;
    reactionRemove: D.GatewayMessageReactionRemoveDispatchData;
    reactionRemoveAll: D.GatewayMessageReactionRemoveAllDispatchData;
    reactionRemoveEmoji: D.GatewayMessageReactionRemoveEmojiDispatchData;
    roleCreate: D.GatewayGuildRoleCreateDispatchData;
    roleDelete: D.GatewayGuildRoleDeleteDispatchData;
    roleUpdate: D.GatewayGuildRoleUpdateDispatchData;
    stageInstanceCreate: D.GatewayStageInstanceCreateDispatchData;
    stageInstanceDelete: D.GatewayStageInstanceDeleteDispatchData;
    stageInstanceUpdate: D.GatewayStageInstanceUpdateDispatchData;
    threadCreate: D.GatewayThreadCreateDispatchData;
    threadDelete: D.GatewayThreadDeleteDispatchData;
    threadListSync: D.GatewayThreadListSyncDispatchData;
    threadMemberUpdate: D.GatewayThreadMemberUpdateDispatchData;
    threadMembersUpdate: D.GatewayThreadMembersUpdateDispatchData;
    threadUpdate: D.GatewayThreadUpdateDispatchData;
    typingStart: D.GatewayTypingStartDispatchData;
    voiceChannelEffectSend: D.GatewayVoiceChannelEffectSendDispatchData;
    voiceChannelStartTimeUpdate: D.GatewayVoiceChannelStartTimeUpdateDispatchData;
    voiceChannelStatusUpdate: D.GatewayVoiceChannelStatusUpdateDispatchData;
    voiceStateUpdate: D.GatewayVoiceStateUpdateDispatchData;
    webhooksUpdate: D.GatewayWebhooksUpdateDispatchData;
}
/** Events whose context is more than a payload. */
interface SpecialContexts {
    ready: LifecycleContext;
    schedule: ScheduleContext;
    settingsUpdate: SettingsUpdateContext;
    messageCreate: MessageContext<"messageCreate">;
    messageUpdate: MessageContext<"messageUpdate">;
    interactionCreate: CommandContext;
    componentInteraction: ComponentContext;
    modalSubmit: ModalContext;
}
/** Every name that {@link on} takes. */
export type EventName = keyof Payloads | keyof SpecialContexts;
/** The context a handler of the event gets. */
export type Handles<E extends EventName> = E extends keyof SpecialContexts ? SpecialContexts[E] : E extends keyof Payloads ? EventContext<Camelized<Payloads[E]>, Payloads[E]> : never;
export {};
