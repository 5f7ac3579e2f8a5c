import type * as D from "discord-api-types/v10";
import { invalidArgument } from "../errors.ts";
import { bind, call, type WithReason } from "./call.ts";

export interface OfUser extends WithReason {
  userId: string;
}
interface OfRole extends OfUser {
  roleId: string;
}

/** Members, bans and who is in voice. */
export interface MemberRest {
  fetchMember(args: { userId: string }): Promise<D.APIGuildMember>;
  /** By id, `limit` (1 to 1000, 1 by default) after `after`. Needs the member intent. */
  fetchMembers(args?: { limit?: number; after?: string }): Promise<D.APIGuildMember[]>;
  /** Members whose name or nickname begins with `query`. `limit`: 1 to 1000, 1 by default. */
  searchMembers(args: { query: string; limit?: number }): Promise<D.APIGuildMember[]>;
  /** `payload`: nick, roles, mute, deaf, channel_id, communication_disabled_until, flags. */
  editMember(
    args: OfUser & { payload: D.RESTPatchAPIGuildMemberJSONBody },
  ): Promise<D.APIGuildMember>;
  /** The bot's own nick, avatar, banner and bio in this guild. */
  editCurrentMember(
    args: { payload: D.RESTPatchAPICurrentGuildMemberJSONBody } & WithReason,
  ): Promise<D.APIGuildMember>;
  /** For so many seconds from now, at most 28 days; 0 ends it. */
  timeoutMember(args: OfUser & { seconds: number }): Promise<D.APIGuildMember>;
  kickMember(args: OfUser): Promise<void>;
  addMemberRole(args: OfRole): Promise<void>;
  removeMemberRole(args: OfRole): Promise<void>;
  /** How many members without roles, or with `includeRoles` only, were not seen for `days` (1 to 30, 7 by default). */
  countInactiveMembers(args?: { days?: number; includeRoles?: string[] }): Promise<{ pruned: number | null }>;

  /** `limit`: 1 to 1000. */
  fetchBans(args?: { limit?: number; before?: string; after?: string }): Promise<D.APIBan[]>;
  fetchBan(args: { userId: string }): Promise<D.APIBan>;
  /** `deleteMessageSeconds`: 0..604800 of the user's messages go too. */
  banMember(args: OfUser & { deleteMessageSeconds?: number }): Promise<void>;
  /** Up to 200 users at once; the answer says who was banned and who could not be. */
  banMembers(
    args: { userIds: string[]; deleteMessageSeconds?: number } & WithReason,
  ): Promise<D.RESTPostAPIGuildBulkBanResult>;
  unbanMember(args: OfUser): Promise<void>;

  /** Where a member is in voice; Discord answers code 10065 for one who is not. */
  fetchVoiceState(args: { userId: string }): Promise<D.APIVoiceState>;
  fetchCurrentVoiceState(): Promise<D.APIVoiceState>;
  /** Lets a member of a stage speak (`suppress: false`) or listen. */
  editVoiceState(
    args: { userId: string; payload: D.RESTPatchAPIGuildVoiceStateUserJSONBody },
  ): Promise<void>;
  editCurrentVoiceState(args: { payload: D.RESTPatchAPIGuildVoiceStateCurrentMemberJSONBody }): Promise<void>;
}

const LONGEST_TIMEOUT_SECONDS = 28 * 86_400;

const bound = bind<Omit<MemberRest, "timeoutMember" | "banMember" | "banMembers">>({
  fetchMember: ["members.get", "userId"],
  fetchMembers: ["members.list"],
  searchMembers: ["members.search"],
  editMember: ["members.edit", "userId"],
  editCurrentMember: ["members.editOwn"],
  kickMember: ["members.kick", "userId"],
  addMemberRole: ["members.addRole", "userId", "roleId"],
  removeMemberRole: ["members.removeRole", "userId", "roleId"],
  countInactiveMembers: ["members.countPrune"],
  fetchBans: ["bans.list"],
  fetchBan: ["bans.get", "userId"],
  unbanMember: ["bans.delete", "userId"],
  fetchVoiceState: ["voiceStates.get", "userId"],
  fetchCurrentVoiceState: ["voiceStates.getOwn"],
  editVoiceState: ["voiceStates.edit", "userId"],
  editCurrentVoiceState: ["voiceStates.editOwn"],
});

export const members: MemberRest = {
  ...bound,
  async timeoutMember({ seconds, ...args }) {
    if (!(seconds >= 0 && seconds <= LONGEST_TIMEOUT_SECONDS)) {
      throw invalidArgument(
        "seconds",
        `Cannot time a member out: seconds is ${seconds}, must be 0 to ${LONGEST_TIMEOUT_SECONDS}`,
      );
    }
    const until = seconds === 0 ? null : new Date(Date.now() + seconds * 1000).toISOString();
    return await bound.editMember({ ...args, payload: { communication_disabled_until: until } });
  },
  banMember({ deleteMessageSeconds, ...args }) {
    const payload = { delete_message_seconds: deleteMessageSeconds };
    return call(["bans.create", "userId"], { ...args, payload });
  },
  banMembers({ userIds, deleteMessageSeconds, ...args }) {
    const payload = { user_ids: userIds, delete_message_seconds: deleteMessageSeconds };
    return call(["bans.createMany"], { ...args, payload });
  },
};
