import { createRoute } from "@hono/zod-openapi";
import { ControlError, type GuildId, settingProblem, settingValues } from "@flora/model";
import { SettingList, SettingsPut } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { body, errors, GuildParams, json } from "./parts.ts";

const path = "/api/guilds/{guildId}/settings";

const read = createRoute({
  method: "get",
  path,
  summary: "The settings that the guild's script defines, with their values",
  request: { params: GuildParams },
  responses: { 200: json(SettingList, "Settings"), ...errors("NOT_FOUND") },
});

const change = createRoute({
  method: "put",
  path,
  summary: "Change settings, all that are given or none; the running script works with them at once",
  request: {
    params: GuildParams,
    body: body(SettingsPut),
  },
  responses: {
    200: json(SettingList, "Settings as they are now"),
    ...errors("NOT_FOUND", "TOO_LARGE", "UNAVAILABLE"),
  },
});

export function settingRoutes(api: Api, { storage, gateway }: ApiParts): void {
  async function describe(guildId: GuildId): Promise<SettingList> {
    const deployment = await storage.deployments.current(guildId);
    if (!deployment) {
      throw new ControlError("NOT_FOUND", `Cannot read settings: guild ${guildId} has no script`);
    }
    const definitions = deployment.manifest.settings;
    const stored = await storage.settings.read(guildId);
    const values = settingValues(definitions, stored);
    return {
      settings: definitions.map((definition) => ({
        ...definition,
        value: values[definition.key],
        set: settingProblem(definition, stored.get(definition.key)) === undefined,
      })),
    };
  }

  api.openapi(read, async (c) => {
    const { guildId } = c.req.valid("param");
    return c.json(await describe(guildId), 200);
  });
  api.openapi(change, async (c) => {
    const { guildId } = c.req.valid("param");
    await gateway.call("changeSettings", { guildId, values: c.req.valid("json").values });
    return c.json(await describe(guildId), 200);
  });
}
