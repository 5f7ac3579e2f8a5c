/** @module Which of Discord's routes each function of `rest` takes. */
import { routes } from "@flora/discord";
import { restRoutes } from "../../packages/sdk/src/abilities/routes.ts";

/** `GET /guilds/{guildId}/roles` by the function's name; several where its arguments decide. */
export function readRestRoutes(): Map<string, string[]> {
  return new Map(
    Object.entries(restRoutes).map(([name, names]) => [
      name,
      names.map((route) => `${routes[route].method} ${routes[route].path}`),
    ]),
  );
}
