/** @module The one way from a guild to Discord's REST API: scope, then pacing, then @discordjs/rest. Holds the token. */
import { Buffer } from "node:buffer";
import type { RawFile, REST } from "@discordjs/rest";
import {
  type DiscordPort,
  DiscordRequest,
  type DiscordRequestInput,
  type DiscordResponse,
  type GuildCache,
  type Pacer,
  scopeRequest,
} from "@flora/discord";
import type { GuildId } from "@flora/model";
import type { Logger } from "@flora/telemetry";
import type { GatewayMetrics } from "../metrics.ts";
import { readAnswer, readFailure } from "./answers.ts";
import type { Interactions } from "./interactions.ts";

export interface ProxyParts {
  rest: REST;
  applicationId: string;
  cache: GuildCache;
  pacer: Pacer;
  interactions: Interactions;
  /** Names the guild's running code in its audit log. */
  revisionOf(guildId: GuildId): string | undefined;
  metrics: GatewayMetrics;
  log: Logger;
}

type Sendable = Extract<ReturnType<typeof scopeRequest>, { ok: true }>;

export class RestProxy implements DiscordPort {
  constructor(private readonly parts: ProxyParts) {}

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
    const scoped = scopeRequest(request, this.parts.applicationId, this.parts.cache);
    if (!scoped.ok) return scoped.refusal;
    const token = request.params.interactionToken;
    if (scoped.route.interaction && !this.parts.interactions.mayUse(request.guildId, token!)) {
      return {
        ok: false,
        kind: "scope",
        message: "Cannot reach interaction: no such interaction in this guild",
      };
    }
    try {
      const send = () => this.#send(request, scoped);
      // Discord does not count calls that an interaction's token authenticates.
      const answer = await (scoped.route.interaction ? send() : this.parts.pacer.run(request.guildId, send));
      if (request.route === "interactions.respond") {
        const { type } = request.body as { type?: number };
        this.parts.interactions.answered(request.params.interactionId!, type ?? 0);
      }
      return answer;
    } catch (error) {
      return this.#refusal(request, scoped, error);
    }
  }

  async #send(request: DiscordRequest, { route, path }: Sendable): Promise<DiscordResponse> {
    const response = await this.parts.rest.queueRequest({
      // deno-lint-ignore no-explicit-any -- the enum of @discordjs/rest holds the same strings
      method: route.method as any,
      fullRoute: path as `/${string}`,
      auth: !route.interaction,
      ...(request.query ? { query: new URLSearchParams(entries(request.query)) } : {}),
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.files?.length ? { files: request.files.map(toRawFile) } : {}),
      ...(request.reason ? { reason: this.#reason(request) } : {}),
    });
    return await readAnswer(response);
  }

  #refusal(request: DiscordRequest, { route }: Sendable, error: unknown): DiscordResponse {
    const refusal = readFailure(error);
    const { guildId } = request;
    if (refusal.kind === "discord" && refusal.status! < 500 && !route.interaction) {
      this.parts.pacer.refused(guildId);
    }
    if (refusal.kind === "network" || refusal.status! >= 500) {
      const name = error instanceof Error ? error.name : "unknown error";
      this.parts.log.warn({ guildId, route: request.route }, `Discord gave no answer: ${name}`);
    }
    return refusal;
  }

  #reason({ guildId, reason }: DiscordRequest): string {
    const revision = this.parts.revisionOf(guildId);
    return (revision ? `[${revision}] ${reason}` : reason!).toWellFormed();
  }
}

function entries(query: NonNullable<DiscordRequest["query"]>): [string, string][] {
  return Object.entries(query).map(([key, value]) => [key, String(value)]);
}

function toRawFile({ name, contentType, dataBase64 }: NonNullable<DiscordRequest["files"]>[number]): RawFile {
  return { name, data: Buffer.from(dataBase64, "base64"), ...(contentType ? { contentType } : {}) };
}
