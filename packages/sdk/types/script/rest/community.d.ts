import type * as D from "discord-api-types/v10";
import type { WithReason } from "./with-reason.js";
interface OfSound {
    soundId: string;
}
/** Soundboard, welcome screen, onboarding and the like. */
export interface CommunityRest {
    /**
     * Sounds of the guild.
     *
     * @example
     * const { items } = await rest.fetchSoundboardSounds();
     * console.log(items);
     */
    fetchSoundboardSounds(): Promise<D.RESTGetAPIGuildSoundboardSoundsResult>;
    /**
     * One sound.
     *
     * @example
     * const { name } = await rest.fetchSoundboardSound({ soundId: "123456789012345678" });
     * console.log(name);
     */
    fetchSoundboardSound(args: OfSound): Promise<D.APISoundboardSound>;
    /**
     * Adds a sound. `payload.sound`: at most 512 KiB as `data:audio/ogg;base64,…`; `volume` 0 to 1.
     *
     * @example
     * await rest.createSoundboardSound({ payload: { name: "horn", sound: "data:audio/ogg;base64,T2dn", volume: 0.5 } });
     */
    createSoundboardSound(args: {
        payload: D.RESTPostAPIGuildSoundboardSoundJSONBody;
    } & WithReason): Promise<D.APISoundboardSound>;
    /**
     * Changes name, volume or emoji of a sound.
     *
     * @example
     * await rest.editSoundboardSound({ soundId: "123456789012345678", payload: { name: "horns" } });
     */
    editSoundboardSound(args: OfSound & {
        payload: D.RESTPatchAPIGuildSoundboardSoundJSONBody;
    } & WithReason): Promise<D.APISoundboardSound>;
    /**
     * Deletes a sound.
     *
     * @example
     * await rest.deleteSoundboardSound({ soundId: "123456789012345678" });
     */
    deleteSoundboardSound(args: OfSound & WithReason): Promise<void>;
    /**
     * What new members see first.
     *
     * @example
     * const { description } = await rest.fetchWelcomeScreen();
     * console.log(description);
     */
    fetchWelcomeScreen(): Promise<D.APIGuildWelcomeScreen>;
    /**
     * Changes what new members see first; at most five channels.
     *
     * @example
     * await rest.editWelcomeScreen({
     *   payload: {
     *     enabled: true,
     *     welcome_channels: [
     *       { channel_id: ctx.msg.channelId, description: "Say hello", emoji_id: null, emoji_name: "👋" },
     *     ],
     *   },
     * });
     */
    editWelcomeScreen(args: {
        payload: D.RESTPatchAPIGuildWelcomeScreenJSONBody;
    } & WithReason): Promise<D.APIGuildWelcomeScreen>;
    /**
     * What new members are asked.
     *
     * @example
     * const { prompts } = await rest.fetchOnboarding();
     * console.log(prompts);
     */
    fetchOnboarding(): Promise<D.APIGuildOnboarding>;
    /**
     * Changes what new members are asked.
     *
     * @example
     * await rest.editOnboarding({ payload: { enabled: true, default_channel_ids: [ctx.msg.channelId] } });
     */
    editOnboarding(args: {
        payload: D.RESTPutAPIGuildOnboardingJSONBody;
    } & WithReason): Promise<D.APIGuildOnboarding>;
    /**
     * Stops invites or direct messages between members for a while, at most a day: for raids.
     *
     * @example
     * const until = new Date(Date.now() + 3_600_000).toISOString();
     * await rest.editIncidentActions({ payload: { invites_disabled_until: until } });
     */
    editIncidentActions(args: {
        payload: D.RESTPutAPIGuildIncidentActionsJSONBody;
    }): Promise<D.APIIncidentsData>;
    /**
     * Bots and services that are joined to the guild.
     *
     * @example
     * const integrations = await rest.fetchIntegrations();
     * console.log(integrations.length);
     */
    fetchIntegrations(): Promise<D.APIGuildIntegration[]>;
    /**
     * The guild's own invite, where it has one.
     *
     * @example
     * const { code } = await rest.fetchVanityUrl();
     * console.log(code);
     */
    fetchVanityUrl(): Promise<{
        code: string | null;
        uses: number;
    }>;
    /**
     * Where voice channels may be.
     *
     * @example
     * const regions = await rest.fetchVoiceRegions();
     * console.log(regions.length);
     */
    fetchVoiceRegions(): Promise<D.APIVoiceRegion[]>;
}
export declare const community: CommunityRest;
export {};
