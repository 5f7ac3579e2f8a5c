import { dirname, resolve } from "node:path";
import type { Config } from "@flora/config";
import type { GuestImage } from "@flora/isolation";
import { probeAddress } from "./probe-ports.ts";

/** Where the gateway listens for workers and API; its port is known once it has started. */
export interface LinkAddress {
  port: number;
}

type Environment = Record<string, string>;

/** What Discord knows the application by. */
export interface DiscordParts {
  token: string;
  apiUrl: string;
  emulated: boolean;
  /** Where people can log in. */
  clientId?: string;
  clientSecret?: string;
}

/**
 * What each process finds in its environment. All read the same configuration; the bot token goes to the gateway alone,
 * the client secret to the API, the link secret to those that talk to the gateway.
 */
export function childEnvironment(config: Config, parts: { linkSecret: string; image: GuestImage }) {
  const secret = { FLORA_LINK_SECRET: parts.linkSecret };
  const withoutToken: Environment = {
    DISCORD_TOKEN: "",
    DISCORD_CLIENT_SECRET: "",
    FLORA_DATA_DIR: resolve(config.dataDir),
  };
  const named = (name: string): Environment => {
    const probe = probeAddress(config, name);
    return { FLORA_NAME: name, FLORA_PROBE_ADDRESS: probe ? `${probe.host}:${probe.port}` : "" };
  };
  const address = (link: LinkAddress) => ({ FLORA_GATEWAY_LINK: `127.0.0.1:${link.port}` });
  return {
    emulator: (): Environment => ({ ...withoutToken, FLORA_NAME: "emulator" }),
    gateway: (
      discord: DiscordParts,
      link: LinkAddress,
    ): Environment => ({
      ...withoutToken,
      ...secret,
      ...address(link),
      ...named("gateway"),
      FLORA_EMULATED: discord.emulated ? "1" : "",
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
    }),
    worker: (name: string, link: LinkAddress): Environment => ({
      ...withoutToken,
      ...secret,
      ...address(link),
      ...named(name),
      FLORA_GUEST_IMAGE: dirname(parts.image.runnerPath),
    }),
    api: (discord: DiscordParts, link: LinkAddress): Environment => ({
      ...withoutToken,
      ...secret,
      ...address(link),
      ...named("api"),
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_CLIENT_ID: discord.clientId ?? "",
      DISCORD_CLIENT_SECRET: discord.clientSecret ?? "",
    }),
  };
}
