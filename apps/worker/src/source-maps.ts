import type { GuildId, RevisionId } from "@flora/model";
import type { DeploymentStorage } from "@flora/storage";

/** Makes a function that puts a stack's bundle positions back into the author's files. */
export type StackMapper = (sourceMap: string) => (stack: string) => string;

/** Decoded source maps kept in memory; each may take several MiB. */
const KEPT = 8;

/** Maps stacks of revisions, reading a revision's source map only once something of it threw. */
export class SourceMaps {
  #mappers = new Map<RevisionId, Promise<(stack: string) => string>>();

  constructor(
    private readonly deployments: DeploymentStorage,
    private readonly stackMapper: StackMapper,
  ) {}

  /** The stack as it came where its map cannot be used; never rejects. */
  async map(guildId: GuildId, revisionId: RevisionId, stack: string): Promise<string> {
    try {
      return (await this.#mapper(guildId, revisionId))(stack);
    } catch {
      return stack;
    }
  }

  #mapper(guildId: GuildId, revisionId: RevisionId): Promise<(stack: string) => string> {
    const mapper = this.#mappers.get(revisionId) ?? this.#read(guildId, revisionId);
    this.#mappers.delete(revisionId);
    this.#mappers.set(revisionId, mapper);
    for (const oldest of this.#mappers.keys()) {
      if (this.#mappers.size <= KEPT) break;
      this.#mappers.delete(oldest);
    }
    return mapper;
  }

  async #read(guildId: GuildId, revisionId: RevisionId): Promise<(stack: string) => string> {
    try {
      const revision = await this.deployments.getRevision(guildId, revisionId);
      return this.stackMapper(revision?.sourceMap ?? "");
    } catch (error) {
      this.#mappers.delete(revisionId);
      throw error;
    }
  }
}
