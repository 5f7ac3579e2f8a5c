/** @module Entity tags of the current deployment: nobody undoes what they have not seen. */
import { ControlError, type Deployment, type GuildId } from "@flora/model";
import type { DeploymentStorage } from "@flora/storage";
import { z } from "@hono/zod-openapi";

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e]*"`;
const TAGS = new RegExp(String.raw`^\s*(?:\*|${TAG}(?:\s*,\s*${TAG})*)\s*$`);

export const Tags = z.string().max(1_000).regex(TAGS, 'must be * or entity tags such as "3"');

export const IfMatch = z.object({
  "if-match": Tags.optional().describe("Only while the current deployment has this ETag, otherwise 412"),
});

/** Changes with every deploy, rollback, pause and resume. */
export function tagOf({ number, pausedAt }: Deployment): string {
  return pausedAt === undefined ? `"${number}"` : `"${number}-paused-${pausedAt}"`;
}

/** Whether one of the tags of a header names this deployment; a weak one only where `weak` will do. */
export function matches(header: string, deployment: Deployment, { weak = false } = {}): boolean {
  if (header.trim() === "*") return true;
  return header.split(",").some((part) => {
    const tag = part.trim();
    return (weak ? tag.replace(/^W\//, "") : tag) === tagOf(deployment);
  });
}

/**
 * Judges `If-Match`, and `If-None-Match: *` where nothing may be deployed yet: throws PRECONDITION_FAILED, or answers the
 * numbers that the gateway is to find, as others may be quicker.
 */
export async function expectedNumbers(
  deployments: DeploymentStorage,
  guildId: GuildId,
  headers: { "if-match"?: string; "if-none-match"?: string },
): Promise<number[] | undefined> {
  const match = headers["if-match"];
  if (match === undefined) return headers["if-none-match"] === undefined ? undefined : [0];
  const current = await deployments.current(guildId);
  if (current && matches(match, current)) return [current.number];
  throw new ControlError(
    "PRECONDITION_FAILED",
    `Cannot change the deployment of guild ${guildId}: ${
      current ? `its ETag is ${tagOf(current)}` : "there is none"
    }`,
    { field: "if-match" },
  );
}
