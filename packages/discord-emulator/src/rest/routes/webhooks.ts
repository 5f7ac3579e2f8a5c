import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { randomToken } from "../../random.ts";
import { audit } from "../../state/audit.ts";
import { removeMessages } from "../../state/messages.ts";
import type { Channel, Guild, Webhook } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { webhookWire } from "../../wire/command.ts";
import { messageWire } from "../../wire/message.ts";
import { refuse } from "../errors.ts";
import { flag, model, snowflake, text } from "../form.ts";
import { byToken } from "../interaction-token.ts";
import { botMember, demand, guildChannelOr404, guildOr404 } from "../lookup.ts";
import { permissionsIn } from "../../state/permissions.ts";
import { editMessage } from "../post-message.ts";
import { deleteResponse, editResponse, followUp, responseOr404 } from "../respond.ts";
import { Reply, route } from "../route.ts";
import { messageEdit, webhookExecute } from "../schemas/message.ts";
import { executeWebhook } from "../webhook-message.ts";

const MOST_PER_CHANNEL = 15;
const TOKEN = "/webhooks/:webhook_id/:webhook_token";
const MESSAGE = `${TOKEN}/messages/:message` as const;
const naming = { name: text(80, 1), avatar: text(2_000_000).nullish() };
const patch = model({
  name: text(80, 1).optional(),
  avatar: text(2_000_000).nullish(),
  channel_id: snowflake().nullish(),
});
const target = model({
  thread_id: snowflake().optional(),
  wait: flag().optional(),
  with_components: flag().optional(),
});

/** Webhooks of channels, and the follow-ups of interactions, which look like webhooks. */
export const webhookRoutes = [
  route(
    "POST",
    "/channels/:channel_id/webhooks",
    { body: model(naming) },
    ({ world, params, body, reason }) => {
      const { channel, guild } = guildChannelOr404(world, params.channel_id, P.ManageWebhooks);
      if (webhooksOf(world, channel.id).length >= MOST_PER_CHANNEL) refuse("tooManyWebhooks");
      const webhook: Webhook = {
        id: world.ids.next(),
        type: 1,
        guildId: guild.id,
        channelId: channel.id,
        userId: world.botId,
        name: body.name,
        avatar: null,
        token: randomToken(48),
      };
      world.webhooks.set(webhook.id, webhook);
      changed(world, guild, channel.id);
      audit(world, guild, { actionType: 50, targetId: webhook.id, reason });
      return webhookWire(world, webhook);
    },
  ),
  route("GET", "/channels/:channel_id/webhooks", {}, ({ world, params }) => {
    const { channel } = guildChannelOr404(world, params.channel_id, P.ManageWebhooks);
    return webhooksOf(world, channel.id).map((one) => webhookWire(world, one));
  }),
  route("GET", "/guilds/:guild_id/webhooks", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ManageWebhooks);
    return [...world.webhooks.values()].filter((one) => one.guildId === guild.id)
      .map((one) => webhookWire(world, one));
  }),
  route(
    "POST",
    "/channels/:channel_id/followers",
    { body: model({ webhook_channel_id: snowflake() }) },
    ({ world, params, body, reason }) => {
      const { channel } = guildChannelOr404(world, params.channel_id);
      if (channel.type !== 5) refuse("wrongChannelType");
      const { channel: target, guild } = guildChannelOr404(world, body.webhook_channel_id, P.ManageWebhooks);
      const webhook: Webhook = {
        id: world.ids.next(),
        type: 2,
        guildId: guild.id,
        channelId: target.id,
        userId: world.botId,
        name: channel.name,
        avatar: null,
        token: randomToken(48),
      };
      world.webhooks.set(webhook.id, webhook);
      changed(world, guild, target.id);
      audit(world, guild, { actionType: 50, targetId: webhook.id, reason });
      return { channel_id: channel.id, webhook_id: webhook.id };
    },
  ),
  route("GET", "/webhooks/:webhook_id", {}, ({ world, params }) => {
    return webhookWire(world, managed(world, params.webhook_id).webhook);
  }),
  route("PATCH", "/webhooks/:webhook_id", { body: patch }, ({ world, params, body, reason }) => {
    const { webhook, guild } = managed(world, params.webhook_id);
    if (body.channel_id) {
      const { channel } = guildChannelOr404(world, body.channel_id, P.ManageWebhooks);
      if (channel.guildId !== guild.id) refuse("unknownChannel");
      webhook.channelId = channel.id;
    }
    if (body.name) webhook.name = body.name;
    changed(world, guild, webhook.channelId);
    audit(world, guild, { actionType: 51, targetId: webhook.id, reason });
    return webhookWire(world, webhook);
  }),
  route("DELETE", "/webhooks/:webhook_id", {}, ({ world, params, reason }) => {
    const { webhook, guild } = managed(world, params.webhook_id);
    world.webhooks.delete(webhook.id);
    changed(world, guild, webhook.channelId);
    audit(world, guild, { actionType: 52, targetId: webhook.id, reason });
  }),
  route(
    "GET",
    TOKEN,
    { auth: false },
    ({ world, params }) => webhookWire(world, withToken(world, params), false),
  ),
  route("PATCH", TOKEN, { auth: false, body: patch }, ({ world, params, body }) => {
    const webhook = withToken(world, params);
    if (body.name) webhook.name = body.name;
    return webhookWire(world, webhook, false);
  }),
  route("DELETE", TOKEN, { auth: false }, ({ world, params }) => {
    world.webhooks.delete(withToken(world, params).id);
  }),
  route(
    "POST",
    TOKEN,
    { auth: false, body: webhookExecute, query: target },
    ({ world, params, body, query, files }) => {
      const interaction = interactionOf(world, params);
      if (interaction) return messageWire(world, followUp(world, interaction, body, files));
      const webhook = withToken(world, params);
      const message = executeWebhook(world, webhook, body, files, query.thread_id ?? null);
      return query.wait ? messageWire(world, message) : new Reply(204, undefined);
    },
  ),
  route("GET", MESSAGE, { auth: false, query: target }, ({ world, params, query }) => {
    const interaction = interactionOf(world, params);
    if (interaction) return messageWire(world, responseOr404(world, interaction, params.message));
    return messageWire(world, webhookMessage(world, params, query.thread_id).message);
  }),
  route(
    "PATCH",
    MESSAGE,
    { auth: false, body: messageEdit, query: target },
    ({ world, params, body, query, files }) => {
      const interaction = interactionOf(world, params);
      if (interaction) {
        const message = responseOr404(world, interaction, params.message);
        return messageWire(world, editResponse(world, interaction, message, body, files));
      }
      const { channel, message } = webhookMessage(world, params, query.thread_id);
      return messageWire(world, editMessage(world, channel, message, body, files));
    },
  ),
  route("DELETE", MESSAGE, { auth: false, query: target }, ({ world, params, query }) => {
    const interaction = interactionOf(world, params);
    if (interaction) {
      return deleteResponse(world, interaction, responseOr404(world, interaction, params.message));
    }
    const { channel, message } = webhookMessage(world, params, query.thread_id);
    removeMessages(world, channel, [message]);
  }),
];

type TokenParams = { webhook_id: string; webhook_token: string };

function interactionOf(world: World, params: TokenParams) {
  if (params.webhook_id !== world.applicationId) return undefined;
  return byToken(world, params.webhook_token) ?? refuse("unknownWebhook");
}

function withToken(world: World, params: TokenParams): Webhook {
  const webhook = world.webhooks.get(params.webhook_id) ?? refuse("unknownWebhook");
  return webhook.token === params.webhook_token ? webhook : refuse("invalidWebhookToken");
}

function managed(world: World, id: string): { webhook: Webhook; guild: Guild } {
  const webhook = world.webhooks.get(id) ?? refuse("unknownWebhook");
  const guild = guildOr404(world, webhook.guildId);
  const channel = world.channels.get(webhook.channelId) ?? null;
  const held = permissionsIn(world, guild, botMember(world, guild), channel);
  if (!(held & P.ManageWebhooks)) refuse("missingPermissions");
  return { webhook, guild };
}

function webhookMessage(
  world: World,
  params: TokenParams & { message: string },
  threadId: string | undefined,
) {
  const webhook = withToken(world, params);
  const channel: Channel = world.channels.get(threadId ?? webhook.channelId) ?? refuse("unknownChannel");
  const message = world.message(channel.id, params.message);
  return message?.webhookId === webhook.id ? { channel, message } : refuse("unknownMessage");
}

function webhooksOf(world: World, channelId: string): Webhook[] {
  return [...world.webhooks.values()].filter((one) => one.channelId === channelId);
}

function changed(world: World, guild: Guild, channelId: string): void {
  const d = { guild_id: guild.id, channel_id: channelId };
  world.bus.emit({ t: "WEBHOOKS_UPDATE", guildId: guild.id, channelId, d });
}
