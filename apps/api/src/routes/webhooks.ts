import { createRoute, z } from "@hono/zod-openapi";
import { ControlError, type GuildId, type WebhookDefinition, WebhookName } from "@flora/model";
import { newWebhookToken, webhookUrl } from "@flora/ops/webhooks/address";
import { WebhookInfo, WebhookList } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { refusal } from "../hooks/answers.ts";
import { callHook, findHook } from "../hooks/call.ts";
import { HookRates } from "../hooks/rates.ts";
import { Replays } from "../hooks/replays.ts";
import type { Strangers } from "../limits/strangers.ts";
import { errors, GuildParams, json } from "./parts.ts";

const HookParams = z.object({ guildId: z.string(), name: z.string(), token: z.string() });

const call = createRoute({
  method: "post",
  path: "/hooks/{guildId}/{name}/{token}",
  summary: "Call a guild's webhook; the script answers",
  request: { params: HookParams },
  responses: {
    200: { description: "Whatever the script answers, with its status" },
    202: { description: "The script goes on; it had no answer in time" },
    204: { description: "The script answers nothing" },
    400: { description: "The body broke off or is no text" },
    401: { description: "The signature is missing or wrong" },
    404: { description: "No such address" },
    408: { description: "The body took too long" },
    413: { description: "The body is too large" },
    429: { description: "Too many requests to this guild, or of yours that lead nowhere" },
    431: { description: "Headers or query are too large" },
    500: { description: "The script failed" },
    503: { description: "The script cannot take it now" },
  },
});

const list = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/webhooks",
  summary: "The webhooks of what runs in the guild, with their addresses",
  request: { params: GuildParams },
  responses: { 200: json(WebhookList, "Webhooks"), ...errors("TOO_LARGE") },
});

const rotate = createRoute({
  method: "post",
  path: "/api/guilds/{guildId}/webhooks/{name}/rotate",
  summary: "Give a webhook a new address; the old one is worth nothing at once",
  request: { params: GuildParams.extend({ name: WebhookName }) },
  responses: { 200: json(WebhookInfo, "With its new address"), ...errors("NOT_FOUND", "TOO_LARGE") },
});

export function webhookRoutes(api: Api, parts: ApiParts, strangers: Strangers): void {
  const { storage, limits } = parts;
  const memory = { rates: new HookRates(limits.webhooksPerSecond), replays: new Replays() };

  async function describe(guildId: GuildId, webhook: WebhookDefinition): Promise<WebhookInfo> {
    const { name, signature, secret } = webhook;
    const url = await webhookUrl(storage, { guildId, name, limit: limits.webhooks });
    if (url === null) throw new ControlError("TOO_LARGE", `Cannot make an address for "${name}": too many`);
    const secrets = secret === undefined ? [] : await storage.secrets.list(guildId);
    const set = secret === undefined
      ? {}
      : { secret, secretSet: secrets.some(({ name }) => name === secret) };
    return { name, url, signature, ...set };
  }

  const webhooksOf = async (guildId: GuildId) =>
    (await storage.deployments.current(guildId))?.manifest.webhooks ?? [];

  api.openapi(call, async (c) => {
    const found = await findHook(parts, c.req.valid("param"));
    if (found) return await callHook(parts, memory, found, c.req.raw) as never;
    strangers.count(c);
    return refusal(404, "there is no such webhook") as never;
  });
  api.openapi(list, async (c) => {
    const { guildId } = c.req.valid("param");
    const webhooks: WebhookInfo[] = [];
    for (const webhook of await webhooksOf(guildId)) webhooks.push(await describe(guildId, webhook));
    return c.json({ webhooks }, 200);
  });
  api.openapi(rotate, async (c) => {
    const { guildId, name } = c.req.valid("param");
    const webhook = (await webhooksOf(guildId)).find((one) => one.name === name);
    if (!webhook) throw new ControlError("NOT_FOUND", `Cannot rotate webhook "${name}": there is none`);
    await storage.webhooks.replace(guildId, name, newWebhookToken());
    return c.json(await describe(guildId, webhook), 200);
  });
}
