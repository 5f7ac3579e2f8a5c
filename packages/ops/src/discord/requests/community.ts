import { z } from "zod";
import { text } from "../text.ts";
import { id, ids, int, isoTime } from "./fields.ts";
import type { Requests } from "./request.ts";

const SOUND_BYTES = 512 * 1024;

const emoji = { emoji_id: id.nullish(), emoji_name: text(100).nullish() };
const Sound = z.object({
  name: text(32, 2),
  volume: z.number().min(0).max(1).nullish(),
  sound: z.string().max(Math.ceil(SOUND_BYTES / 3) * 4 + 32, `must be at most ${SOUND_BYTES} bytes`).regex(
    /^data:audio\/(mpeg|mp3|ogg);base64,[A-Za-z0-9+/]+={0,2}$/,
    "must be a sound as data:audio/ogg;base64,…",
  ),
  ...emoji,
});

const WelcomeScreen = z.object({
  enabled: z.boolean().nullish(),
  description: text(140).nullish(),
  welcome_channels: z.array(z.object({ channel_id: id, description: text(50, 1), ...emoji })).max(5)
    .nullish(),
});

const Onboarding = z.object({
  enabled: z.boolean().optional(),
  mode: int(0, 1).optional(),
  default_channel_ids: ids(500).optional(),
  prompts: z.array(z.object({
    id,
    type: int(0, 1).optional(),
    title: text(100, 1),
    single_select: z.boolean().optional(),
    required: z.boolean().optional(),
    in_onboarding: z.boolean().optional(),
    options: z.array(z.object({
      id: id.optional(),
      title: text(50, 1),
      description: text(100).nullish(),
      channel_ids: ids(50).optional(),
      role_ids: ids(50).optional(),
      emoji_animated: z.boolean().optional(),
      ...emoji,
    })).min(1).max(50),
  })).max(15).optional(),
});

export const communityRequests: Requests<
  "sounds" | "welcomeScreen" | "onboarding" | "incidents" | "integrations" | "vanityUrl" | "voiceRegions"
> = {
  "sounds.list": {},
  "sounds.get": {},
  "sounds.create": { body: Sound },
  "sounds.edit": { body: Sound.omit({ sound: true }).partial() },
  "sounds.delete": {},
  "welcomeScreen.get": {},
  "welcomeScreen.edit": { body: WelcomeScreen },
  "onboarding.get": {},
  "onboarding.edit": { body: Onboarding },
  "incidents.edit": {
    body: z.object({ invites_disabled_until: isoTime.nullish(), dms_disabled_until: isoTime.nullish() }),
  },
  "integrations.list": {},
  "vanityUrl.get": {},
  "voiceRegions.list": {},
};
