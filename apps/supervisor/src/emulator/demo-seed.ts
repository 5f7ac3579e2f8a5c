import type { GuildSeed } from "@flora/discord-emulator";

/** The demo guild keeps its id over restarts: its KV, logs and deployments are found again. */
export const demoGuild = {
  id: "1100000000000000001",
  name: "Demo guild",
  owner: "olive",
  members: ["ada", "ben"],
} satisfies GuildSeed;
