import { z } from "@hono/zod-openapi";
import type { RestParts } from "../rest/app.ts";
import { stateOf } from "../rest/interaction-token.ts";
import { compareIds } from "../snowflake.ts";
import { messageWire } from "../wire/message.ts";
import { type ControlApp, endpoint } from "./endpoint.ts";
import { findChannel, findInteraction, findMessage, findUser } from "./find.ts";
import * as s from "./schemas.ts";
import { guildSummary, interactionView } from "./views.ts";

/** Reads of messages, interactions and seen REST calls; each can wait until there is something to read. */
export function addObservationEndpoints(app: ControlApp, { world, gateway, log, faults }: RestParts): void {
  endpoint(app, "get", "/channels/{id}/messages", {
    summary: "Messages of a channel, oldest first; waits until `count` of them are there",
    params: s.idParams,
    query: z.object({
      after: s.id.optional(),
      contains: z.string().optional(),
      authorId: s.id.optional(),
      userId: s.id.optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(1000),
      ...s.waiting,
    }),
    result: z.array(s.wire),
  }, async ({ params, query }) => {
    const channel = findChannel(world, params.id);
    const viewer = query.userId ? findUser(world, query.userId).id : null;
    const read = () =>
      world.messagesOf(channel.id)
        .filter((message) => message.ephemeralFor === null || message.ephemeralFor === viewer)
        .filter((message) => !query.after || compareIds(message.id, query.after) > 0)
        .filter((message) =>
          !query.contains || JSON.stringify(messageWire(world, message)).includes(query.contains)
        )
        .filter((message) => !query.authorId || message.authorId === query.authorId);
    await world.bus.until(() => read().length >= query.count || undefined, query.waitMs);
    return read().slice(-query.limit).map((message) => messageWire(world, message, viewer ?? world.botId));
  });
  endpoint(app, "get", "/messages/{id}", {
    summary: "One message, ephemeral ones included",
    params: s.idParams,
    result: s.wire,
  }, ({ params }) => messageWire(world, findMessage(world, params.id).message));
  endpoint(app, "get", "/interactions/{id}", {
    summary: "State and responses of an interaction; waits until it got that far",
    params: s.idParams,
    query: z.object({ until: z.enum(["acknowledged", "responded"]).default("responded"), ...s.waiting }),
    result: s.wire,
  }, async ({ params, query }) => {
    const interaction = findInteraction(world, params.id);
    await world.bus.until(() => {
      const state = stateOf(world, interaction);
      if (state === "expired") return true;
      if (!interaction.callback || (query.until === "responded" && interaction.loading)) return undefined;
      return query.count <= 1 || interaction.responseIds.length >= query.count || undefined;
    }, query.waitMs);
    return interactionView(world, interaction);
  });
  endpoint(app, "get", "/interactions", {
    summary: "All interactions, oldest first",
    result: z.array(s.wire),
  }, () => [...world.interactions.values()].map((one) => interactionView(world, one)));
  endpoint(app, "get", "/requests", {
    summary: "REST calls seen after `since`; waits until `count` of them are there",
    query: z.object({
      since: z.coerce.number().int().min(0).default(0),
      route: z.string().optional(),
      method: z.string().optional(),
      ...s.waiting,
    }),
    result: z.array(s.wire),
  }, async ({ query }) => {
    const read = () =>
      log.since(query.since)
        .filter((one) => !query.route || one.route === query.route || one.path === query.route)
        .filter((one) => !query.method || one.method === query.method.toUpperCase());
    await world.bus.until(() => read().length >= query.count || undefined, query.waitMs);
    return read();
  });
  endpoint(app, "get", "/state", {
    summary: "The emulator at a glance",
    result: s.wire,
  }, () => ({
    time: world.clock.iso(),
    applicationId: world.applicationId,
    botUserId: world.botId,
    gatewayUrl: gateway.url,
    guilds: [...world.guilds.values()].map((guild) => guildSummary(world, guild)),
    sessions: gateway.connections.map(({ session }) =>
      session &&
      { id: session.id, shard: session.shard, intents: session.intents, sequence: session.sequence }
    ),
    faults: faults.list(),
    lastRequestId: log.since(0).at(-1)?.id ?? 0,
  }));
}
