import { type LocalFlora, startLocalFlora } from "@flora/sdk/testing/local-flora";
import type { DevGuild } from "@flora/sdk/config";
import { devFile, devFolder } from "./dev-files.ts";

/** The same at each start, as are the ids of all in it: what a script stored of them is found again. */
const GUILD_ID = "1100000000000000001";
const APPLICATION_ID = "1100000000000000002";

export interface LocalGuild {
  flora: LocalFlora;
  guildId: string;
  /** Ends every process and forgets where they were. */
  stop(): Promise<void>;
}

/** Starts flora with one simulated guild; what it stores stays in the project's folder. `signal` gives the start up. */
export async function startLocalGuild(
  folder: string,
  given: DevGuild = {},
  signal?: AbortSignal,
): Promise<LocalGuild> {
  const dataDir = devFolder(folder);
  await Deno.mkdir(dataDir, { recursive: true });
  const seed = { id: GUILD_ID, name: "Dev guild", owner: "owner", members: ["ada", "ben"] };
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const flora = await startLocalFlora({
    dataDir,
    signal,
    discord: { applicationId: APPLICATION_ID, stableIds: true, guilds: [{ ...seed, ...chosen }] },
  });
  const file = devFile(folder);
  const run = { apiUrl: flora.apiUrl, token: flora.token, guildId: GUILD_ID };
  await Deno.writeTextFile(file, JSON.stringify(run, null, 2) + "\n", { mode: 0o600 });
  return {
    flora,
    guildId: GUILD_ID,
    async stop() {
      await Deno.remove(file).catch(() => undefined);
      await flora.stop();
    },
  };
}
