/** @module Host halves of every op; nothing else. */
import { cryptoHost } from "./crypto/host.ts";
import { cryptoOps } from "./crypto/schema.ts";
import { discordAuthorise, discordHost } from "./discord/host.ts";
import { discordOps } from "./discord/schema.ts";
import { filesHost } from "./files/host.ts";
import { filesOps } from "./files/schema.ts";
import { guildHost } from "./guild/host.ts";
import { guildOps } from "./guild/schema.ts";
import { httpHost } from "./http/host.ts";
import { httpOps } from "./http/schema.ts";
import { interactionsAuthorise, interactionsHost } from "./interactions/host.ts";
import { interactionOps } from "./interactions/schema.ts";
import { kvHost } from "./kv/host.ts";
import { kvOps } from "./kv/schema.ts";
import { lifeHost } from "./life/host.ts";
import { lifeOps } from "./life/schema.ts";
import { logHost } from "./log/host.ts";
import { logOps } from "./log/schema.ts";
import { schedulesHost } from "./schedules/host.ts";
import { scheduleOps } from "./schedules/schema.ts";
import { webhooksHost } from "./webhooks/host.ts";
import { webhookOps } from "./webhooks/schema.ts";
import { hostFamily, type ServedOps } from "./registry.ts";

export const hostHalves: ServedOps = new Map([
  ...hostFamily("kv", kvOps, kvHost),
  ...hostFamily("http", httpOps, httpHost, { afterEnd: ["cancel"] }),
  ...hostFamily("crypto", cryptoOps, cryptoHost),
  ...hostFamily("discord", discordOps, discordHost, { authorise: discordAuthorise }),
  ...hostFamily("files", filesOps, filesHost, { afterEnd: ["drop"] }),
  ...hostFamily("guild", guildOps, guildHost),
  ...hostFamily("interactions", interactionOps, interactionsHost, { authorise: interactionsAuthorise }),
  ...hostFamily("life", lifeOps, lifeHost),
  ...hostFamily("schedules", scheduleOps, schedulesHost),
  ...hostFamily("webhooks", webhookOps, webhooksHost),
  ...hostFamily("log", logOps, logHost, { afterEnd: ["write"] }),
]);
