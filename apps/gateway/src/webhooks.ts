/** @module Requests to guilds' webhooks, handed to their scripts; what they answer goes back to the sender. */
import {
  ControlError,
  type DispatchEvent,
  type GuildId,
  type Manifest,
  type WebhookRequest,
  type WhyReason,
} from "@flora/model";
import { within } from "@flora/model/within";
import type { controlMethods } from "@flora/protocol";
import type { z } from "zod";
import { ownEvent } from "./own-event.ts";
import type { Outcome } from "./pool/worker-link.ts";

export type WebhookResult = z.input<typeof controlMethods.webhook.result>;

export interface WebhookParts {
  /** The manifest of what runs in a guild that the bot is in. */
  manifestOf(guildId: GuildId): Manifest | undefined;
  /** Whether it is known which guilds the bot is in: while it connects, a guild that is missing may only be late. */
  connected(): boolean;
  /** Answers how it ended, never rejects. */
  deliver(event: DispatchEvent): Promise<Outcome>;
  /** A sender waits this long; 0 for as long as it takes. */
  waitMs: number;
}

/** Refused to a handler by no fault of its own: it is worth trying again. */
const PASSING = new Set<WhyReason>(["rate-limited", "flora-failed"]);

/** `failed` is the script's doing; `busy` asks the sender to come again. */
function resultOf(outcome: Outcome): WebhookResult {
  switch (outcome.status) {
    case "ok":
      return { status: "answered", answer: outcome.answer };
    case "threw":
      return { status: outcome.refused?.some(({ reason }) => PASSING.has(reason)) ? "busy" : "failed" };
    case "timed-out":
      return { status: "failed" };
    case "lost":
      return { status: outcome.why === "script-ended" ? "failed" : "busy" };
    default:
      return { status: "busy" };
  }
}

/** Runs the handler of a webhook; resolves with what its sender is to be told, in time. */
export async function runWebhook(
  parts: WebhookParts,
  guildId: GuildId,
  request: WebhookRequest,
): Promise<WebhookResult> {
  const known = parts.manifestOf(guildId)?.webhooks.some(({ name }) => name === request.name);
  if (!known) return { status: parts.connected() ? "unknown" : "busy" };
  const event = ownEvent({ guildId, kind: "webhook", event: "webhook", msg: request });
  const running = parts.deliver(event).then(resultOf);
  if (parts.waitMs === 0) return await running;
  return await within(parts.waitMs, running) ?? { status: "accepted" };
}

/** Throws ControlError SCRIPT_REJECTED naming the webhook that is wrong. */
export function checkWebhooks(webhooks: Manifest["webhooks"], most: number): void {
  const refuse = (field: string, message: string) => {
    throw new ControlError("SCRIPT_REJECTED", `Cannot register ${message}`, { field });
  };
  if (webhooks.length > most) refuse("webhooks", `webhooks: ${webhooks.length}, at most ${most}`);
  const names = new Set<string>();
  for (const [index, { name, signature, secret }] of webhooks.entries()) {
    const field = `webhooks.${index}`;
    if (names.has(name)) refuse(`${field}.name`, `webhook "${name}": another one has this name`);
    names.add(name);
    if (signature !== "none" && secret === undefined) {
      refuse(`${field}.secret`, `webhook "${name}": a signature of ${signature} takes the name of a secret`);
    }
  }
}
