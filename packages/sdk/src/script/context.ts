/** @module The context of one event: its payload, and the ways to answer. */
import type { AbortSignal } from "../web/abort.ts";
import { guild } from "./guild.ts";
import { interactionAnswers } from "./interaction.ts";
import { messageAnswers } from "./message-answers.ts";
import type { WebhookMsg } from "./webhook.ts";
import { formFields, optionValues } from "./options.ts";

/** Made only when a script asks for it. */
export interface DispatchSignal {
  readonly current: AbortSignal;
}

interface Frame {
  event: string;
  msg: unknown;
  raw: unknown;
  redelivered?: boolean;
}

const AUTOCOMPLETE = 4;
/** Events of flora's own, which happened in no channel. */
const UNANSWERED = ["schedule", "webhook", "settingsUpdate"];

const withJson = (msg: WebhookMsg) => ({ ...msg, json: () => JSON.parse(msg.body) });

/** Members are closures: scripts take them apart. */
export function createContext(
  { event, msg, raw, redelivered = false }: Frame,
  signal: DispatchSignal,
): object {
  // deno-lint-ignore no-explicit-any -- payloads, one shape per event
  const payload = event === "webhook" ? withJson(msg as WebhookMsg) : msg as any;
  if (event === "cron") {
    return {
      ...payload,
      guild,
      redelivered,
      get signal() {
        return signal.current;
      },
    };
  }
  const context = {
    msg: payload,
    raw,
    guild,
    redelivered,
    get signal() {
      return signal.current;
    },
  };
  if (UNANSWERED.includes(event)) return context;
  const add = (more: object) => Object.assign(context, more);
  switch (event) {
    case "interactionCreate":
      add({ options: optionValues(payload.data) });
      return payload.type === AUTOCOMPLETE
        ? context
        : add(interactionAnswers(payload, { hasMessage: false }));
    case "componentInteraction":
      return add(interactionAnswers(payload, { hasMessage: true }));
    case "modalSubmit":
      return add({
        fields: formFields(payload.data),
        ...interactionAnswers(payload, { hasMessage: payload.message !== undefined }),
      });
    default:
      return add(messageAnswers(event, payload ?? {}));
  }
}
