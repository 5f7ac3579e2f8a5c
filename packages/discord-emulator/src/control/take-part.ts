import { z } from "@hono/zod-openapi";
import { answersOf, isOver, vote } from "../state/polls.ts";
import { joinVoice, leaveVoice } from "../state/voice.ts";
import type { World } from "../state/world.ts";
import { type ControlApp, endpoint } from "./endpoint.ts";
import { missing, reject } from "./errors.ts";
import { findChannel, findGuild, findMessage, findUser, findViewer } from "./find.ts";
import * as s from "./schemas.ts";

const VOICE = [2, 13];
const changed = z.object({ changed: z.boolean() });

/** Taking part in what is going on: polls, voice channels, scheduled events. */
export function addTakingPart(app: ControlApp, world: World): void {
  for (const [method, add] of [["post", true], ["delete", false]] as const) {
    endpoint(app, method, "/messages/{id}/votes", {
      summary: add ? "Vote in a poll as a person" : "Take a person's vote back",
      params: s.idParams,
      body: s.vote,
      result: changed,
    }, ({ params, body }) => {
      const { message, channel } = findMessage(world, params.id);
      findViewer(world, channel, body.userId);
      if (!answersOf(message).includes(body.answerId)) {
        reject(
          "answerId",
          `Cannot vote for answer ${body.answerId}: message ${message.id} has no such answer`,
        );
      }
      if (isOver(world, message)) reject("", `Cannot vote: the poll of message ${message.id} is over`);
      return { changed: vote(world, message, body.userId, body.answerId, add) };
    });
    endpoint(app, method, "/guilds/{id}/events/{eventId}/users", {
      summary: add ? "Be interested in a scheduled event as a person" : "Be interested no longer",
      params: z.object({ id: s.id, eventId: s.id }),
      body: s.user,
      result: changed,
    }, ({ params, body }) => {
      const guild = findGuild(world, params.id);
      const event = guild.events.get(params.eventId) ??
        missing(`Cannot use event ${params.eventId}: no such event in the guild`);
      const { id: user_id } = findUser(world, body.userId);
      if (event.userIds.has(user_id) === add) return { changed: false };
      if (add) event.userIds.add(user_id);
      else event.userIds.delete(user_id);
      const t = `GUILD_SCHEDULED_EVENT_USER_${add ? "ADD" : "REMOVE"}`;
      const d = { guild_scheduled_event_id: event.id, user_id, guild_id: guild.id };
      world.bus.emit({ t, guildId: guild.id, d });
      return { changed: true };
    });
  }
  endpoint(app, "post", "/guilds/{id}/voice", {
    summary: "Join a voice channel as a person, or leave voice (channelId null)",
    params: s.idParams,
    body: s.voiceMove,
    result: z.object({ channelId: s.id.nullable() }),
  }, ({ params, body }) => {
    const guild = findGuild(world, params.id);
    if (!guild.members.has(body.userId)) {
      reject("userId", `Cannot join voice: user ${body.userId} is not a member of guild ${guild.id}`);
    }
    if (body.channelId === null) {
      leaveVoice(world, guild, body.userId);
      return { channelId: null };
    }
    const channel = findChannel(world, body.channelId);
    if (channel.guildId !== guild.id || !VOICE.includes(channel.type)) {
      reject("channelId", `Cannot join channel ${channel.id}: not a voice channel of guild ${guild.id}`);
    }
    return { channelId: joinVoice(world, guild, channel, body.userId).channelId };
  });
}
