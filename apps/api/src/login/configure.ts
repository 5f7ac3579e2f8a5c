import type { Login } from "../context.ts";
import { DiscordLogin } from "./discord.ts";

/** Logging in through Discord with what is configured; what is not, is told to whoever tries. */
export function configureLogin(
  discord: { clientId?: string; clientSecret?: string; apiUrl: string },
): Login {
  const { clientId, clientSecret, apiUrl } = discord;
  const missing = [
    ...(clientId === undefined ? ["DISCORD_CLIENT_ID"] : []),
    ...(clientSecret === undefined ? ["DISCORD_CLIENT_SECRET"] : []),
  ];
  if (clientId === undefined || clientSecret === undefined) return { missing };
  return { discord: new DiscordLogin({ clientId, clientSecret, apiUrl }), missing };
}
