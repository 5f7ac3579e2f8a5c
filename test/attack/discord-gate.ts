/** @module Discord's side of a stage: the gateway's own judgement of scope, and a record of all that would have left. */
import {
  type CachedGuild,
  type Claim,
  DiscordRequest,
  type DiscordResponse,
  foreign,
  type GuildCache,
  scopeRequest,
  type StagedFiles,
} from "@flora/discord";
import type { GuildId } from "@flora/model";
import { loadFiles, stagedIn } from "../../apps/gateway/src/rest/files.ts";

const APPLICATION_ID = "900000000000000001";
/** Every guild of a stage has one thing of each kind: its own id with another first digit. */
export const thingsOf = (guildId: string) => {
  const withFirst = (digit: number) => `${digit}${guildId.slice(1)}`;
  return {
    guildId,
    channelId: withFirst(5),
    roleId: withFirst(7),
    webhookId: withFirst(6),
    emojiId: withFirst(8),
    stickerId: withFirst(9),
    eventId: withFirst(4),
    code: `invite-${guildId}`,
  };
};
export type Things = ReturnType<typeof thingsOf>;
export const channelOf = (guildId: string) => thingsOf(guildId).channelId;
const guildOf = (channelId: string) => `1${channelId.slice(1)}` as GuildId;

const SLOW_MS = 300;

export class DiscordGate {
  /** What passed the scope check. */
  readonly sent: DiscordRequest[] = [];
  readonly #tokens = new Map<string, string>();
  readonly #cache: GuildCache = {
    botUserId: "",
    guild: (guildId) => ({ roles: new Map([[thingsOf(guildId).roleId, {}]]) } as unknown as CachedGuild),
    channelGuild: (channelId) => /^5\d+$/.test(channelId) ? guildOf(channelId) : undefined,
  };

  constructor(private readonly staged: StagedFiles) {}

  /** The interaction token belongs to this guild. */
  own(token: string, guildId: string): void {
    this.#tokens.set(token, guildId);
  }

  async answer(input: DiscordRequest): Promise<DiscordResponse> {
    const request = DiscordRequest.parse(input);
    const loaded = loadFiles(this.staged, request);
    if (!Array.isArray(loaded)) return loaded;
    try {
      return await this.#judge(request);
    } finally {
      this.staged.release(request.guildId, stagedIn(request.files ?? []));
    }
  }

  async #judge(request: DiscordRequest): Promise<DiscordResponse> {
    const scoped = scopeRequest(request, APPLICATION_ID, this.#cache);
    if (!scoped.ok) return scoped.refusal;
    const stolen = scoped.claims.find((claim) => !owns(request.guildId, claim));
    if (stolen) return foreign(stolen);
    this.sent.push(request);
    const body = JSON.stringify(request.body ?? null);
    if (body.includes("slow")) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return { ok: true, status: 200, body: { id: "300000000000000001" } };
  }

  /** What was sent for others than `guildId`'s own good, in words. */
  foreign(guildId: string, neighbourId: string): string[] {
    return this.sent.flatMap((request) => {
      const token = request.params.interactionToken;
      const owner = token === undefined ? request.guildId : this.#tokens.get(token);
      if (owner !== request.guildId) return [`${request.route} with an interaction of guild ${owner}`];
      if (request.guildId === guildId || request.guildId === neighbourId) return [];
      return [`${request.route} for guild ${request.guildId}`];
    });
  }
}

/** What the gateway looks up in the guild's own lists. */
function owns(guildId: string, { kind, id }: Claim): boolean {
  const things = thingsOf(guildId);
  return id === (kind === "invite" ? things.code : things[`${kind}Id` as keyof Things]);
}
