import type * as D from "discord-api-types/v10";
import type { OfGuild, WithReason } from "./with-reason.js";
export interface OfUser extends WithReason, OfGuild {
    userId: string;
}
interface OfRole extends OfUser {
    roleId: string;
}
/** Members, bans and who is in voice. */
export interface MemberRest {
    /**
     * A member; Discord answers code 10007 for who is not here. `guild.member` mostly answers without asking Discord.
     *
     * @example
     * const { joined_at } = await rest.fetchMember({ userId: ctx.msg.author.id });
     * console.log(joined_at);
     */
    fetchMember(args: {
        userId: string;
    }): Promise<D.APIGuildMember>;
    /**
     * Members by id, `limit` (1 to 1000, 1 by default) after `after`. Needs the member intent.
     *
     * @example
     * const members = await rest.fetchMembers({ limit: 1000 });
     * console.log(members.length);
     */
    fetchMembers(args?: {
        limit?: number;
        after?: string;
    }): Promise<D.APIGuildMember[]>;
    /**
     * Members whose name or nickname begins with `query`. `limit`: 1 to 1000, 1 by default.
     *
     * @example
     * const found = await rest.searchMembers({ query: ctx.msg.content, limit: 10 });
     * console.log(found.length);
     */
    searchMembers(args: {
        query: string;
        limit?: number;
    }): Promise<D.APIGuildMember[]>;
    /**
     * Changes a member. `payload`: nick, roles, mute, deaf, channel_id, communication_disabled_until, flags.
     *
     * @example
     * await rest.editMember({ userId: ctx.msg.author.id, payload: { nick: "Ada" }, reason: "As asked" });
     */
    editMember(args: OfUser & {
        payload: D.RESTPatchAPIGuildMemberJSONBody;
    }): Promise<D.APIGuildMember>;
    /**
     * The bot's own nick, avatar, banner and bio in this guild.
     *
     * @example
     * await rest.editCurrentMember({ payload: { nick: "Gardener" } });
     */
    editCurrentMember(args: {
        payload: D.RESTPatchAPICurrentGuildMemberJSONBody;
    } & WithReason & OfGuild): Promise<D.APIGuildMember>;
    /**
     * Lets a member write and speak no more for so many seconds from now, at most 28 days; 0 ends it.
     *
     * @example
     * await rest.timeoutMember({ userId: ctx.msg.author.id, seconds: 600, reason: "Ten minutes to cool down" });
     */
    timeoutMember(args: OfUser & {
        seconds: number;
    }): Promise<D.APIGuildMember>;
    /**
     * Shows a member the door; they may come back.
     *
     * @example
     * await rest.kickMember({ userId: ctx.msg.author.id, reason: "Spam" });
     */
    kickMember(args: OfUser): Promise<void>;
    /**
     * Gives a member a role below the bot's own.
     *
     * @example
     * await rest.addMemberRole({ userId: ctx.msg.author.id, roleId: "123456789012345678", reason: "Level 5" });
     */
    addMemberRole(args: OfRole): Promise<void>;
    /**
     * Takes a role from a member.
     *
     * @example
     * await rest.removeMemberRole({ userId: ctx.msg.author.id, roleId: "123456789012345678" });
     */
    removeMemberRole(args: OfRole): Promise<void>;
    /**
     * How many members without roles, or with `includeRoles` only, were not seen for `days` (1 to 30, 7 by default).
     *
     * @example
     * const { pruned } = await rest.countInactiveMembers({ days: 30 });
     * console.log(pruned);
     */
    countInactiveMembers(args?: {
        days?: number;
        includeRoles?: string[];
    }): Promise<{
        pruned: number | null;
    }>;
    /**
     * Who is banned, by id. `limit`: 1 to 1000.
     *
     * @example
     * const bans = await rest.fetchBans({ limit: 1000 });
     * console.log(bans.length);
     */
    fetchBans(args?: {
        limit?: number;
        before?: string;
        after?: string;
    }): Promise<D.APIBan[]>;
    /**
     * One ban with its reason; Discord answers code 10026 for who is not banned.
     *
     * @example
     * const { reason } = await rest.fetchBan({ userId: ctx.msg.author.id });
     * console.log(reason);
     */
    fetchBan(args: {
        userId: string;
    }): Promise<D.APIBan>;
    /**
     * Bans a user, also one who is not here. `deleteMessageSeconds`: 0..604800 of their messages go too.
     *
     * @example
     * await rest.banMember({ userId: ctx.msg.author.id, deleteMessageSeconds: 3600, reason: "Spam" });
     */
    banMember(args: OfUser & {
        deleteMessageSeconds?: number;
    }): Promise<void>;
    /**
     * Bans up to 200 users at once; the answer says who was banned and who could not be.
     *
     * @example
     * const { banned_users } = await rest.banMembers({ userIds: [ctx.msg.author.id], reason: "Raid" });
     * console.log(banned_users);
     */
    banMembers(args: {
        userIds: string[];
        deleteMessageSeconds?: number;
    } & WithReason): Promise<D.RESTPostAPIGuildBulkBanResult>;
    /**
     * Lets a user come back.
     *
     * @example
     * await rest.unbanMember({ userId: ctx.msg.author.id, reason: "Time is over" });
     */
    unbanMember(args: OfUser): Promise<void>;
    /**
     * Where a member is in voice; Discord answers code 10065 for one who is not.
     *
     * @example
     * const { channel_id } = await rest.fetchVoiceState({ userId: ctx.msg.author.id });
     * console.log(channel_id);
     */
    fetchVoiceState(args: {
        userId: string;
    }): Promise<D.APIVoiceState>;
    /**
     * Where the bot itself is in voice.
     *
     * @example
     * const { suppress } = await rest.fetchCurrentVoiceState();
     * console.log(suppress);
     */
    fetchCurrentVoiceState(): Promise<D.APIVoiceState>;
    /**
     * Lets a member of a stage speak (`suppress: false`) or listen.
     *
     * @example
     * await rest.editVoiceState({ userId: ctx.msg.author.id, payload: { channel_id: "123456789012345678", suppress: false } });
     */
    editVoiceState(args: {
        userId: string;
        payload: D.RESTPatchAPIGuildVoiceStateUserJSONBody;
    }): Promise<void>;
    /**
     * The same for the bot itself.
     *
     * @example
     * await rest.editCurrentVoiceState({ payload: { channel_id: "123456789012345678", suppress: true } });
     */
    editCurrentVoiceState(args: {
        payload: D.RESTPatchAPIGuildVoiceStateCurrentMemberJSONBody;
    }): Promise<void>;
}
export declare const members: MemberRest;
export {};
