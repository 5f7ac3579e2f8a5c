/** @module What keeps a guild's events from arriving or running now, in words. */
import type { Deployment } from "@flora/model";
import { intentNames, wantedIntents } from "../discord/intents.ts";

export interface Circumstances {
  present: boolean;
  deployment: Deployment | undefined;
  /** Intents that Discord was asked for. */
  intents: number;
}

export function hintsFor({ present, deployment, intents }: Circumstances): string[] {
  if (!present) return ["The bot is not in this server."];
  if (!deployment) return ["Nothing is deployed to this server."];
  if (deployment.pausedAt !== undefined) return ["The script is paused by somebody who manages this server."];
  const missing = intentNames(wantedIntents(deployment.manifest) & ~intents);
  if (missing.length === 0) return [];
  return [
    `The bot has no intent ${missing.join(", ")}: events that need one do not arrive, or without their text.`,
  ];
}
