import type { Deployment, GuildId, Manifest, Revision, RevisionId } from "@flora/model";
import type { DeploymentsKept, DeploymentStorage } from "../contract.ts";
import { describeDeployment } from "../describe-deployment.ts";
import { UNDEPLOYED_MS } from "../times.ts";
import type { RedisClient } from "./client.ts";
import * as scripts from "./deployments-lua.ts";

/** Guilds asked for at once. */
const AT_ONCE = 200;

export class RedisDeployments implements DeploymentStorage {
  constructor(private readonly client: RedisClient, private readonly now: () => number) {}

  async putRevision({ manifest, ...body }: Revision): Promise<void> {
    const values = [body.id, JSON.stringify(body), JSON.stringify(manifest), body.createdAt];
    if (await this.client.run<number>(scripts.putRevision, { guildId: body.guildId }, ...values) === 0) {
      throw new Error(`Cannot store revision "${body.id}": it is stored already`);
    }
  }

  async getRevision(guildId: GuildId, revisionId: RevisionId): Promise<Revision | null> {
    const key = this.client.guildKey(guildId, "revisions");
    const fields = [`body ${revisionId}`, `manifest ${revisionId}`];
    const [body, manifest] = await this.client.command<(string | null)[]>("HMGET", key, ...fields);
    return body == null ? null : { ...JSON.parse(body), manifest: JSON.parse(manifest!) };
  }

  async activate(
    guildId: GuildId,
    revisionId: RevisionId,
    manifest: Manifest,
    createdBy?: string,
  ): Promise<Deployment> {
    const revision = await this.getRevision(guildId, revisionId);
    if (revision) {
      const made = { ...revision, createdBy: createdBy ?? revision.createdBy };
      const deployment = describeDeployment(made, manifest, this.now());
      const values = [revisionId, JSON.stringify(deployment), JSON.stringify(manifest), guildId];
      const current = await this.client.run<CurrentReply | null>(scripts.activate, { guildId }, ...values);
      if (current) return toCurrent(current);
    }
    throw new Error(`Cannot activate revision "${revisionId}": guild ${guildId} has no such revision`);
  }

  async current(guildId: GuildId): Promise<Deployment | null> {
    const current = await this.client.run<CurrentReply | null>(scripts.current, { guildId });
    return current && toCurrent(current);
  }

  async all(): Promise<Deployment[]> {
    const guildIds = (await this.client.command<GuildId[]>("SMEMBERS", this.client.key("deployed"))).sort();
    const found: Deployment[] = [];
    for (let from = 0; from < guildIds.length; from += AT_ONCE) {
      const some = await Promise.all(guildIds.slice(from, from + AT_ONCE).map((id) => this.current(id)));
      found.push(...some.filter((one) => one !== null));
    }
    return found;
  }

  async history(guildId: GuildId, limit: number, before?: number): Promise<Deployment[]> {
    if (limit < 1 || (before !== undefined && before <= 1)) return [];
    const key = this.client.guildKey(guildId, "deployments");
    const from = before === undefined ? "+" : before - 1;
    const entries = await this.client.command<[string, string[]][]>(
      "XREVRANGE",
      key,
      from,
      "-",
      "COUNT",
      limit,
    );
    return entries.map(([id, [, body]]) => ({ ...JSON.parse(body!), number: parseInt(id) }));
  }

  async setPaused(guildId: GuildId, paused: boolean): Promise<Deployment | null> {
    const pausedAt = paused ? this.now() : "";
    const current = await this.client.run<CurrentReply | null>(scripts.setPaused, { guildId }, pausedAt);
    return current && toCurrent(current);
  }

  async deactivate(guildId: GuildId): Promise<boolean> {
    return await this.client.run<number>(scripts.deactivate, { guildId }, guildId) === 1;
  }

  async deleteRevision(guildId: GuildId, revisionId: RevisionId): Promise<void> {
    await this.client.run(scripts.deleteRevision, { guildId }, revisionId);
  }

  async prune(guildId: GuildId, keep: DeploymentsKept): Promise<void> {
    const { deployments, deploymentBytes, revisions, revisionBytes } = keep;
    const values = [deployments, deploymentBytes, revisions, revisionBytes, this.now() - UNDEPLOYED_MS];
    await this.client.run(scripts.prune, { guildId }, ...values);
  }
}

/** Number, body, and since when it is paused, empty where it is not. */
type CurrentReply = [string, string, string];

function toCurrent([number, body, pausedAt]: CurrentReply): Deployment {
  return {
    ...JSON.parse(body),
    number: Number(number),
    ...(pausedAt !== "" && { pausedAt: Number(pausedAt) }),
  };
}
