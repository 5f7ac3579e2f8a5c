import { createRoute } from "@hono/zod-openapi";
import { ControlError, type GuildId } from "@flora/model";
import { SecretList, SecretName, SecretPut } from "@flora/protocol/api";
import { secretAad } from "@flora/storage";
import type { Api, ApiParts } from "../context.ts";
import { body, errors, GuildParams, json } from "./parts.ts";

const MAX_SECRETS = 100;
const SecretParams = GuildParams.extend({
  name: SecretName,
});

const list = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/secrets",
  summary: "Names of the guild's secrets; values are never read back",
  request: { params: GuildParams },
  responses: { 200: json(SecretList, "Secrets"), ...errors() },
});

const put = createRoute({
  method: "put",
  path: "/api/guilds/{guildId}/secrets/{name}",
  summary: "Set a secret and the hosts it may be sent to",
  request: {
    params: SecretParams,
    body: body(SecretPut),
  },
  responses: { 204: { description: "Stored" }, ...errors("NOT_FOUND", "TOO_LARGE") },
});

const remove = createRoute({
  method: "delete",
  path: "/api/guilds/{guildId}/secrets/{name}",
  summary: "Delete a secret",
  request: { params: SecretParams },
  responses: { 204: { description: "Gone" }, ...errors("NOT_FOUND") },
});

export function secretRoutes(api: Api, parts: ApiParts): void {
  const { secrets } = parts.storage;

  /** A secret for a guild that is not there would wait for ever; without a gateway nobody can tell. */
  async function requirePresent(guildId: GuildId): Promise<void> {
    const guilds = await parts.gateway.call("guilds", {}).catch(() => undefined);
    if (guilds && !guilds.some((guild) => guild.guildId === guildId)) {
      throw new ControlError("NOT_FOUND", `Cannot set a secret of guild ${guildId}: the bot is not in it`);
    }
  }

  /** Tells the isolate of the guild, which may be running; without a gateway none runs. */
  async function tellGateway(guildId: GuildId): Promise<void> {
    await parts.gateway.call("secretsChanged", { guildId }).catch((error) =>
      parts.log.warn({ guildId, err: error }, "Cannot tell the gateway that secrets changed")
    );
  }

  api.openapi(list, async (c) => {
    const { guildId } = c.req.valid("param");
    const records = await secrets.list(guildId);
    return c.json({
      secrets: records.map(({ name, allowedHosts, updatedAt }) => ({ name, allowedHosts, updatedAt })),
    }, 200);
  });
  api.openapi(put, async (c) => {
    const { guildId, name } = c.req.valid("param");
    const { value, allowedHosts } = c.req.valid("json");
    await requirePresent(guildId);
    const known = await secrets.list(guildId);
    if (known.length >= MAX_SECRETS && !known.some((secret) => secret.name === name)) {
      throw new ControlError(
        "TOO_LARGE",
        `Cannot set secret "${name}": guild has ${known.length}, at most ${MAX_SECRETS}`,
      );
    }
    const sealed = await parts.sealer.seal(value, secretAad(guildId, name));
    await secrets.put(guildId, { name, sealed, allowedHosts, updatedAt: Date.now() });
    await tellGateway(guildId);
    return c.body(null, 204);
  });
  api.openapi(remove, async (c) => {
    const { guildId, name } = c.req.valid("param");
    if (!await secrets.delete(guildId, name)) {
      throw new ControlError("NOT_FOUND", `Cannot delete secret "${name}": there is none`);
    }
    await tellGateway(guildId);
    return c.body(null, 204);
  });
}
