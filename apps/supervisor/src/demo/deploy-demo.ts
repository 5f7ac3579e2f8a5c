import { FloraClient } from "@flora/api-client";

/** Deploys the sample script to the demo guild, unless something is deployed there already. True when it did. */
export async function deployDemo(apiUrl: string, token: string, guildId: string): Promise<boolean> {
  const client = new FloraClient({ baseUrl: apiUrl, token });
  const { deployments } = await client.history(guildId);
  if (deployments.length > 0) return false;
  const source = await Deno.readTextFile(new URL("./script.ts", import.meta.url));
  await client.deploy(guildId, { entry: "src/main.ts", files: { "src/main.ts": source } });
  return true;
}
