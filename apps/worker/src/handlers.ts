import type { Handlers, workerMethods } from "@flora/protocol";
import type { Guilds } from "./guilds.ts";

/** What the gateway may ask of this worker. */
export function createHandlers(guilds: Guilds): Handlers<typeof workerMethods> {
  return {
    dispatch: ({ event, generation, lease }) => guilds.dispatch(event, generation, lease),
    warm: async ({ guildId, revisionId, generation }) => ({
      manifest: await guilds.open(guildId).warm(revisionId, generation),
    }),
    swap: async ({ guildId, revisionId }) => {
      await guilds.open(guildId).swap(revisionId);
      return {};
    },
    discard: async ({ guildId, revisionId }) => {
      await guilds.find(guildId)?.discard(revisionId);
      return {};
    },
    freeze: ({ guildId, migrationId, timeoutMs }) => guilds.open(guildId).freeze(migrationId, timeoutMs),
    prepare: async () => {
      await guilds.prepare();
      return {};
    },
    thaw: async ({ envelope, generation }) => {
      // It may be coming back while its last stay here is being ended.
      await guilds.ended(envelope.guildId);
      await guilds.open(envelope.guildId).thaw(envelope, generation);
      return {};
    },
    release: async ({ guildId, migrationId }) => {
      if (guilds.find(guildId)?.leaves(migrationId)) await guilds.stop(guildId, "evacuated");
      return {};
    },
    takeBack: async ({ guildId, migrationId }) => {
      await guilds.find(guildId)?.takeBack(migrationId);
      return {};
    },
    drop: async ({ guildId }) => {
      await guilds.stop(guildId, "superseded");
      return {};
    },
    ping: () => Promise.resolve({}),
    stop: async ({ guildId, reason }) => {
      await guilds.stop(guildId, reason);
      return {};
    },
    refreshSecrets: async ({ guildId }) => {
      await guilds.find(guildId)?.refreshSecrets();
      return {};
    },
    stats: () => Promise.resolve({ guilds: guilds.stats() }),
  };
}
