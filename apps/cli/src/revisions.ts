import { ApiError, type FloraClient } from "@flora/api-client";
import { type Deployment, RevisionId } from "@flora/model";
import { UsageError } from "./failure.ts";

const PAGE = 100;

/** A guild's deployments, newest first, as many as asked for. */
export async function readHistory(client: FloraClient, guildId: string, most: number): Promise<Deployment[]> {
  const found: Deployment[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.history(guildId, { limit: Math.min(PAGE, most - found.length), cursor });
    found.push(...page.deployments);
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < most);
  return found;
}

/** The revision that a person means: its id, or the number of a deployment, such as 3 or #3. */
export async function findRevision(client: FloraClient, guildId: string, text: string): Promise<string> {
  if (RevisionId.safeParse(text).success) return text;
  if (!/^#?\d+$/.test(text)) {
    throw new UsageError(
      `Cannot find revision "${text}": say its id, such as rev_…, or the number of a deployment`,
    );
  }
  const number = Number(text.replace("#", ""));
  let cursor: string | undefined;
  do {
    const page = await client.history(guildId, { limit: PAGE, cursor });
    const found = page.deployments.find((one) => one.number === number);
    if (found) return found.revisionId;
    cursor = page.cursor;
  } while (cursor !== undefined);
  throw new UsageError(`Cannot find deployment ${number}: see \`flora history\` for what there is`);
}

/** What is live, with its ETag; undefined where nothing is. */
export async function liveDeployment(client: FloraClient, guildId: string) {
  try {
    return await client.taggedDeployment(guildId);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** What ran last before the deployment `number`, and was another revision than `current`. */
export async function revisionBefore(
  client: FloraClient,
  guildId: string,
  number: number,
  current: string | undefined,
): Promise<string> {
  const history = await readHistory(client, guildId, PAGE);
  const before = history.find((one) => one.number < number && one.revisionId !== current);
  if (before) return before.revisionId;
  throw new UsageError("Cannot roll back: no other revision ran before; see `flora history`");
}
