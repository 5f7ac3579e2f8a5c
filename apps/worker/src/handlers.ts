import type { Handlers, workerMethods } from "@flora/protocol";
import type { Guilds } from "./guilds.ts";
import { ownCpuMs } from "./own-cpu.ts";

/** What the gateway may ask of this worker. */
export function createHandlers(guilds: Guilds): Handlers<typeof workerMethods> {
  return {
    dispatch: ({ event, generation, lease }) => guilds.dispatch(event, generation, lease),
    warm: async ({ guildId, revisionId, generation }) => ({
      manifest: await (await guilds.open(guildId)).warm(revisionId, generation),
    }),
    swap: async ({ guildId, revisionId }) => {
      await (await guilds.open(guildId)).swap(revisionId);
      return {};
    },
    discard: async ({ guildId, revisionId }) => {
      await guilds.find(guildId)?.discard(revisionId);
      return {};
    },
    awake: ({ guildId }) => Promise.resolve({ revisionId: guilds.find(guildId)?.moves.awake ?? null }),
    expect: async ({ guildId, ...expected }) => {
      await (await guilds.open(guildId)).moves.expect(expected);
      return {};
    },
    freeze: async ({ guildId, migrationId, timeoutMs }) =>
      await (await guilds.open(guildId)).moves.freeze(migrationId, timeoutMs),
    thaw: async ({ envelope, generation }) => {
      await (await guilds.open(envelope.guildId)).moves.thaw(envelope, generation);
      return {};
    },
    dispose: async ({ guildId, migrationId }) => {
      if (guilds.find(guildId)?.moves.leaves(migrationId)) await guilds.stop(guildId, "evacuated");
      return {};
    },
    takeBack: async ({ guildId, migrationId }) => {
      await guilds.find(guildId)?.moves.takeBack(migrationId);
      return {};
    },
    drop: async ({ guildId, migrationId }) => {
      if (await guilds.find(guildId)?.moves.callOff(migrationId)) await guilds.stop(guildId, "superseded");
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
    refreshSettings: async ({ guildId }) => {
      await guilds.find(guildId)?.refreshSettings();
      return {};
    },
    stats: ({ guildId }) => Promise.resolve({ cpuMs: ownCpuMs(), guilds: guilds.stats(guildId) }),
  };
}
