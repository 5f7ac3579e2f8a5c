/** @module The one way from a guild to Discord's REST API: scope, permissions, pacing, @discordjs/rest. Holds the token. */
import type { REST } from "@discordjs/rest";
import {
  type Claim,
  type DiscordPort,
  DiscordRequest,
  type DiscordRequestInput,
  type DiscordResponse,
  foreign,
  judgeRequest,
  type Pacer,
  type Refusal,
  scopeRequest,
  type StagedFiles,
} from "@flora/discord";
import type { GuildId } from "@flora/model";
import { clock } from "@flora/model/clock";
import type { Logger } from "@flora/telemetry";
import type { DiscordCache } from "../discord/cache.ts";
import type { Payload } from "../discord/normalize.ts";
import type { GatewayMetrics } from "../metrics.ts";
import { type LoadedFile, loadFiles, stagedIn, toRawFile } from "./files.ts";
import { asStranger, readAnswer, readFailure } from "./answers.ts";
import type { Interactions } from "./interactions.ts";
import { learnFrom } from "./lessons.ts";
import { Possessions } from "./possessions.ts";
import { withNonce } from "./repeats.ts";

export interface ProxyParts {
  rest: REST;
  applicationId: string;
  cache: DiscordCache;
  pacer: Pacer;
  interactions: Interactions;
  /** Files that came ahead of their requests. */
  staged: StagedFiles;
  /** Names the guild's running code in its audit log. */
  revisionOf(guildId: GuildId): string | undefined;
  metrics: GatewayMetrics;
  log: Logger;
}

type Sendable = Extract<ReturnType<typeof scopeRequest>, { ok: true }>;

export class RestProxy implements DiscordPort {
  readonly #possessions: Possessions;

  constructor(private readonly parts: ProxyParts) {
    this.#possessions = new Possessions((guildId, path) => this.#read(guildId, path));
  }

  async request(input: DiscordRequestInput): Promise<DiscordResponse> {
    const response = await this.#answer(input);
    this.parts.metrics.requests.inc({ outcome: response.ok ? "ok" : response.kind });
    return response;
  }

  async #answer(input: DiscordRequestInput): Promise<DiscordResponse> {
    const parsed = DiscordRequest.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const path = issue.path.join(".");
      return {
        ok: false,
        kind: "invalid",
        message: `Cannot read request: ${path}: ${issue.message}`,
        path,
      };
    }
    const request = parsed.data;
    const { guildId, files = [] } = request;
    const loaded = loadFiles(this.parts.staged, request);
    if (!Array.isArray(loaded)) return loaded;
    try {
      return await this.#judge(request, loaded);
    } finally {
      this.parts.staged.release(guildId, stagedIn(files));
    }
  }

  async #judge(request: DiscordRequest, files: LoadedFile[]): Promise<DiscordResponse> {
    const scoped = scopeRequest(request, this.parts.applicationId, this.parts.cache);
    if (!scoped.ok) return scoped.refusal;
    const { route } = scoped;
    const refused = judgeRequest(request, route, this.parts.cache, clock.now()) ??
      this.#judgeInteraction(request, scoped) ?? await this.#prove(request.guildId, scoped.claims);
    if (refused) return refused;
    const path = route.token === "webhook" ? this.#withToken(request, scoped.path) : scoped.path;
    if (path === undefined) {
      return {
        ok: false,
        kind: "invalid",
        message: "Cannot use webhook: it is another application's, whose token Discord shows to nobody else",
        path: "params.webhookId",
      };
    }
    try {
      const send = () => this.#send(request, files, { ...scoped, path });
      // Discord does not count calls that an interaction's token authenticates.
      const paced = route.token !== "interaction";
      const answer = await (paced ? this.parts.pacer.run(request.guildId, send) : send());
      if (request.route === "interactions.respond") {
        const { type } = request.body as { type?: number };
        this.parts.interactions.answered(request.params.interactionId!, type ?? 0);
      }
      const { cache } = this.parts;
      if (answer.ok) {
        learnFrom(route, request.guildId, answer.body, { cache, possessions: this.#possessions });
      }
      return answer;
    } catch (error) {
      const refusal = this.#refusal(request.guildId, request.route, error, route.token === "interaction");
      return route.path.includes("members/{userId}") ? asStranger(refusal) : refusal;
    }
  }

  /** Hears of a dispatch from Discord. */
  apply(payload: Payload): void {
    this.#possessions.apply(payload);
  }

  /** For a guild that was left. */
  forget(guildId: GuildId): void {
    this.#possessions.forget(guildId);
  }

  #judgeInteraction({ guildId, params }: DiscordRequest, { route }: Sendable): DiscordResponse | undefined {
    if (route.token !== "interaction") return undefined;
    if (this.parts.interactions.mayUse(guildId, params.interactionToken!)) return undefined;
    return {
      ok: false,
      kind: "scope",
      message: "Cannot reach interaction: no such interaction in this guild",
    };
  }

  /** One claim after the other: most are of one kind, whose list is read once. */
  async #prove(guildId: GuildId, claims: Claim[]): Promise<DiscordResponse | undefined> {
    for (const claim of claims) {
      const owned = await this.#possessions.owns(guildId, claim);
      if (owned === false) return foreign(claim);
      if (owned !== true) return owned;
    }
    return undefined;
  }

  #withToken({ guildId, params }: DiscordRequest, path: string): string | undefined {
    const token = this.#possessions.webhookToken(guildId, params.webhookId!);
    return token && path.replace("{webhookToken}", encodeURIComponent(token));
  }

  /** A list of the guild's own things, which proves what is asked of them. */
  async #read(guildId: GuildId, path: string): Promise<DiscordResponse> {
    try {
      const options = { method: "GET" as never, fullRoute: path as `/${string}` };
      return await this.parts.pacer.run(
        guildId,
        async () => readAnswer(await this.parts.rest.queueRequest(options)),
      );
    } catch (error) {
      return this.#refusal(guildId, path.replace(/^.*\//, ""), error);
    }
  }

  async #send(
    request: DiscordRequest,
    files: LoadedFile[],
    { route, path }: Sendable,
  ): Promise<DiscordResponse> {
    const body = request.route === "messages.send" ? withNonce(request.body) : request.body;
    const response = await this.parts.rest.queueRequest({
      // deno-lint-ignore no-explicit-any -- the enum of @discordjs/rest holds the same strings
      method: route.method as any,
      fullRoute: path as `/${string}`,
      auth: route.token === undefined,
      ...(request.query ? { query: new URLSearchParams(entries(request.query)) } : {}),
      ...(body === undefined ? {} : { body }),
      ...(files.length > 0 ? { files: files.map((file) => toRawFile(file, route)) } : {}),
      ...(route.files === "sticker" ? { appendToFormData: true } : {}),
      ...(request.reason ? { reason: this.#reason(request) } : {}),
    });
    return await readAnswer(response);
  }

  #refusal(guildId: GuildId, route: string, error: unknown, free = false): Refusal {
    const refusal = readFailure(error);
    if (refusal.kind === "discord" && refusal.status! < 500 && !free) this.parts.pacer.refused(guildId);
    if (refusal.kind === "network" || refusal.status! >= 500) {
      const name = error instanceof Error ? error.name : "unknown error";
      this.parts.log.warn({ guildId, route }, `Discord gave no answer: ${name}`);
    }
    return refusal;
  }

  #reason({ guildId, reason }: DiscordRequest): string {
    const revision = this.parts.revisionOf(guildId);
    return (revision ? `[${revision}] ${reason}` : reason!).toWellFormed();
  }
}

function entries(query: NonNullable<DiscordRequest["query"]>): [string, string][] {
  return Object.entries(query).flatMap(([key, value]): [string, string][] =>
    Array.isArray(value) ? value.map((one) => [key, String(one)]) : [[key, String(value)]]
  );
}
