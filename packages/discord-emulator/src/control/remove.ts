import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "@hono/zod-openapi";
import { removeChannel } from "../state/channels.ts";
import { removeMessages } from "../state/messages.ts";
import type { World } from "../state/world.ts";
import { type ControlApp, endpoint } from "./endpoint.ts";
import { reject } from "./errors.ts";
import { demandOf, findChannel, findMessage, findViewer } from "./find.ts";
import * as s from "./schemas.ts";

const deleted = z.object({ deleted: z.boolean() });

/** Deleting messages, channels and threads as a person. */
export function addRemoving(app: ControlApp, world: World): void {
  endpoint(app, "delete", "/messages/{id}", {
    summary: "Delete a message as a person",
    params: s.idParams,
    body: s.user,
    result: deleted,
  }, ({ params, body }) => {
    const { message, channel } = findMessage(world, params.id);
    const member = findViewer(world, channel, body.userId);
    if (message.authorId !== body.userId) {
      demandOf(world, channel, member, P.ManageMessages, "delete messages of others");
    }
    removeMessages(world, channel, [message]);
    return { deleted: true };
  });
  endpoint(app, "delete", "/channels/{id}", {
    summary: "Delete a channel or thread as a person",
    params: s.idParams,
    body: s.user,
    result: deleted,
  }, ({ params, body }) => {
    const channel = findChannel(world, params.id);
    const member = findViewer(world, channel, body.userId);
    const guild = world.guildOf(channel);
    if (!guild) return reject("", `Cannot delete channel ${channel.id}: it is a conversation of two`);
    const bits = channel.thread ? P.ManageThreads : P.ManageChannels;
    demandOf(world, channel, member, bits, "delete it");
    removeChannel(world, guild, channel);
    return { deleted: true };
  });
}
