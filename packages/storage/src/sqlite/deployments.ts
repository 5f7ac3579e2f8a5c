import type { Deployment, GuildId, Manifest, Revision, RevisionId } from "@flora/model";
import type { DeploymentsKept, DeploymentStorage } from "../contract.ts";
import { describeDeployment } from "../describe-deployment.ts";
import { UNDEPLOYED_MS } from "../times.ts";
import type { Database } from "./database.ts";
import { type StoredDeployment, tooOld } from "./too-old.ts";

type RevisionBody = Omit<Revision, "manifest">;

const CURRENT = "SELECT body, paused_at FROM deployments NATURAL JOIN current_deployments";

export class SqliteDeployments implements DeploymentStorage {
  constructor(private readonly database: Database, private readonly now: () => number) {}

  async putRevision({ manifest, ...body }: Revision): Promise<void> {
    await this.database.write(() => {
      const added = this.database.run(
        "INSERT INTO revisions (guild_id, id, manifest, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        body.guildId,
        body.id,
        JSON.stringify(manifest),
        JSON.stringify(body),
      );
      if (added === 0) throw new Error(`Cannot store revision "${body.id}": it is stored already`);
    });
  }

  async getRevision(guildId: GuildId, revisionId: RevisionId): Promise<Revision | null> {
    return this.#revision(guildId, revisionId);
  }

  async activate(
    guildId: GuildId,
    revisionId: RevisionId,
    manifest: Manifest,
    createdBy?: string,
  ): Promise<Deployment> {
    return this.database.write(() => {
      const revision = this.#revision(guildId, revisionId);
      if (!revision) {
        throw new Error(`Cannot activate revision "${revisionId}": guild ${guildId} has no such revision`);
      }
      const { number } = this.database.get<{ number: number }>(
        "SELECT coalesce(max(number), 0) + 1 AS number FROM deployments WHERE guild_id = ?",
        guildId,
      )!;
      const made = { ...revision, createdBy: createdBy ?? revision.createdBy };
      const deployment = { ...describeDeployment(made, manifest, this.now()), number };
      this.database.run(
        "UPDATE revisions SET manifest = ? WHERE guild_id = ? AND id = ?",
        JSON.stringify(manifest),
        guildId,
        revisionId,
      );
      this.database.run(
        "INSERT INTO deployments (guild_id, number, revision_id, body) VALUES (?, ?, ?, ?)",
        guildId,
        number,
        revisionId,
        JSON.stringify(deployment),
      );
      this.database.run(
        `INSERT INTO current_deployments (guild_id, number) VALUES (?, ?)
         ON CONFLICT (guild_id) DO UPDATE SET number = excluded.number`,
        guildId,
        number,
      );
      return this.#current(guildId)!;
    });
  }

  async current(guildId: GuildId): Promise<Deployment | null> {
    return this.#current(guildId);
  }

  async all(): Promise<Deployment[]> {
    return this.#deployments(`${CURRENT} ORDER BY guild_id`);
  }

  async history(guildId: GuildId, limit: number, before?: number): Promise<Deployment[]> {
    return this.#deployments(
      "SELECT body FROM deployments WHERE guild_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
      guildId,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
  }

  async setPaused(guildId: GuildId, paused: boolean): Promise<Deployment | null> {
    return this.database.write(() => {
      this.database.run(
        `UPDATE current_deployments SET paused_at = ?2
         WHERE guild_id = ?1 AND (paused_at IS NULL) <> (?2 IS NULL)`,
        guildId,
        paused ? this.now() : null,
      );
      return this.#current(guildId);
    });
  }

  async deactivate(guildId: GuildId): Promise<boolean> {
    return this.database.write(() =>
      this.database.run("DELETE FROM current_deployments WHERE guild_id = ?", guildId) > 0
    );
  }

  async deleteRevision(guildId: GuildId, revisionId: RevisionId): Promise<void> {
    await this.database.write(() =>
      this.database.run(
        `DELETE FROM revisions WHERE guild_id = ?1 AND id = ?2 AND NOT EXISTS
           (SELECT 1 FROM deployments WHERE guild_id = ?1 AND revision_id = ?2)`,
        guildId,
        revisionId,
      )
    );
  }

  /** Deployments refer to their revisions: of one that is forgotten an empty row stays as long as they do. */
  async prune(guildId: GuildId, keep: DeploymentsKept): Promise<void> {
    await this.database.write(() => {
      const { numbers, revisionIds } = this.#tooOld(guildId, keep);
      this.database.run(
        `UPDATE revisions SET body = '', manifest = ''
         WHERE guild_id = ? AND id IN (SELECT value FROM json_each(?))`,
        guildId,
        JSON.stringify(revisionIds),
      );
      this.database.run(
        "DELETE FROM deployments WHERE guild_id = ? AND number IN (SELECT value FROM json_each(?))",
        guildId,
        JSON.stringify(numbers),
      );
      this.database.run(
        `DELETE FROM revisions WHERE guild_id = ?1
           AND NOT EXISTS (SELECT 1 FROM deployments WHERE guild_id = ?1 AND revision_id = revisions.id)
           AND CASE body WHEN '' THEN 1 ELSE body ->> 'createdAt' < ?2 END`,
        guildId,
        this.now() - UNDEPLOYED_MS,
      );
    });
  }

  #tooOld(guildId: GuildId, keep: DeploymentsKept): ReturnType<typeof tooOld> {
    const deployments = this.database.all<StoredDeployment>(
      `SELECT number, revision_id AS revisionId, octet_length(body) AS bytes
       FROM deployments WHERE guild_id = ? ORDER BY number DESC`,
      guildId,
    );
    const sizes = new Map(
      this.database.all<{ id: string; bytes: number }>(
        "SELECT id, octet_length(body) + octet_length(manifest) AS bytes FROM revisions WHERE guild_id = ?",
        guildId,
      ).map(({ id, bytes }) => [id, bytes]),
    );
    return tooOld(deployments, (id) => sizes.get(id)!, keep);
  }

  #revision(guildId: GuildId, revisionId: RevisionId): Revision | null {
    const row = this.database.get<{ body: string; manifest: string }>(
      "SELECT body, manifest FROM revisions WHERE guild_id = ? AND id = ? AND body <> ''",
      guildId,
      revisionId,
    );
    return row ? { ...JSON.parse(row.body) as RevisionBody, manifest: JSON.parse(row.manifest) } : null;
  }

  #current(guildId: GuildId): Deployment | null {
    return this.#deployments(`${CURRENT} WHERE guild_id = ?`, guildId)[0] ?? null;
  }

  #deployments(sql: string, ...values: (string | number)[]): Deployment[] {
    return this.database.all<{ body: string; paused_at?: number | null }>(sql, ...values).map(
      ({ body, paused_at: pausedAt }) => ({ ...JSON.parse(body), ...(pausedAt != null && { pausedAt }) }),
    );
  }
}
