import type * as D from "discord-api-types/v10";
import { bind, type WithReason } from "./call.ts";

interface OfSound {
  soundId: string;
}

/** Soundboard, welcome screen, onboarding and the like. */
export interface CommunityRest {
  fetchSoundboardSounds(): Promise<D.RESTGetAPIGuildSoundboardSoundsResult>;
  fetchSoundboardSound(args: OfSound): Promise<D.APISoundboardSound>;
  /** `payload.sound`: at most 512 KiB as `data:audio/ogg;base64,…`. */
  createSoundboardSound(
    args: { payload: D.RESTPostAPIGuildSoundboardSoundJSONBody } & WithReason,
  ): Promise<D.APISoundboardSound>;
  editSoundboardSound(
    args: OfSound & { payload: D.RESTPatchAPIGuildSoundboardSoundJSONBody } & WithReason,
  ): Promise<D.APISoundboardSound>;
  deleteSoundboardSound(args: OfSound & WithReason): Promise<void>;

  fetchWelcomeScreen(): Promise<D.APIGuildWelcomeScreen>;
  editWelcomeScreen(
    args: { payload: D.RESTPatchAPIGuildWelcomeScreenJSONBody } & WithReason,
  ): Promise<D.APIGuildWelcomeScreen>;
  /** What new members are asked. */
  fetchOnboarding(): Promise<D.APIGuildOnboarding>;
  editOnboarding(
    args: { payload: D.RESTPutAPIGuildOnboardingJSONBody } & WithReason,
  ): Promise<D.APIGuildOnboarding>;
  /** Stops invites or direct messages between members for a while, at most a day: for raids. */
  editIncidentActions(
    args: { payload: D.RESTPutAPIGuildIncidentActionsJSONBody },
  ): Promise<D.APIIncidentsData>;
  fetchIntegrations(): Promise<D.APIGuildIntegration[]>;
  fetchVanityUrl(): Promise<{ code: string | null; uses: number }>;
  fetchVoiceRegions(): Promise<D.APIVoiceRegion[]>;
}

export const community: CommunityRest = bind<CommunityRest>({
  fetchSoundboardSounds: ["sounds.list"],
  fetchSoundboardSound: ["sounds.get", "soundId"],
  createSoundboardSound: ["sounds.create"],
  editSoundboardSound: ["sounds.edit", "soundId"],
  deleteSoundboardSound: ["sounds.delete", "soundId"],
  fetchWelcomeScreen: ["welcomeScreen.get"],
  editWelcomeScreen: ["welcomeScreen.edit"],
  fetchOnboarding: ["onboarding.get"],
  editOnboarding: ["onboarding.edit"],
  editIncidentActions: ["incidents.edit"],
  fetchIntegrations: ["integrations.list"],
  fetchVanityUrl: ["vanityUrl.get"],
  fetchVoiceRegions: ["voiceRegions.list"],
});
