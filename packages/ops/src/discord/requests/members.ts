import { z } from "zod";
import { text } from "../text.ts";
import { flags, id, ids, int, isoTime, page, pageAfter, picture } from "./fields.ts";
import type { Requests } from "./request.ts";

const WEEK_SECONDS = 604_800;
const AVATAR_BYTES = 10 * 1024 * 1024;

const MemberEdit = z.object({
  nick: text(32).nullish(),
  roles: ids(250).nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
  channel_id: id.nullish(),
  communication_disabled_until: isoTime.nullish(),
  flags: flags.nullish(),
});

const OwnMemberEdit = z.object({
  nick: text(32).nullish(),
  avatar: picture(AVATAR_BYTES).nullish(),
  banner: picture(AVATAR_BYTES).nullish(),
  bio: text(190).nullish(),
});

const deleteMessageSeconds = int(0, WEEK_SECONDS).optional();

export const memberRequests: Requests<"members" | "bans" | "voiceStates"> = {
  "members.list": { query: pageAfter(1000) },
  "members.search": { query: z.object({ query: text(100, 1), limit: int(1, 1000).optional() }) },
  "members.get": {},
  "members.edit": { body: MemberEdit },
  "members.editOwn": { body: OwnMemberEdit },
  "members.kick": {},
  "members.addRole": {},
  "members.removeRole": {},
  "members.countPrune": {
    query: z.object({ days: int(1, 30).optional(), include_roles: ids(100).optional() }),
  },
  "bans.list": { query: page(1000) },
  "bans.get": {},
  "bans.create": { body: z.object({ delete_message_seconds: deleteMessageSeconds }).optional() },
  "bans.createMany": {
    body: z.object({ user_ids: ids(200, 1), delete_message_seconds: deleteMessageSeconds }),
  },
  "bans.delete": {},
  "voiceStates.get": {},
  "voiceStates.edit": { body: z.object({ channel_id: id.optional(), suppress: z.boolean().optional() }) },
  "voiceStates.getOwn": {},
  "voiceStates.editOwn": {
    body: z.object({
      channel_id: id.optional(),
      suppress: z.boolean().optional(),
      request_to_speak_timestamp: isoTime.nullish(),
    }),
  },
};
