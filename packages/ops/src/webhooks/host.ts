import { Buffer } from "node:buffer";
import { ScriptError } from "@flora/model";
import type { HostHalf } from "../contract.ts";
import { webhookUrl } from "./address.ts";
import type { WebhookOps } from "./schema.ts";

export const webhooksHost: HostHalf<WebhookOps> = {
  async url({ storage, guildId, limits }, { name }) {
    const url = await webhookUrl(storage, { guildId, name, limit: limits.webhooks });
    if (url !== null) return { url };
    throw new ScriptError(
      "LIMIT_EXCEEDED",
      `Cannot make an address for webhook "${name}": the guild has used too many names, at most ${limits.webhooks} webhooks`,
    );
  },
  answer(context, answer, { dispatchId, event }) {
    if (dispatchId === undefined || event !== "webhook") {
      throw new ScriptError("INVALID_ARGUMENT", "Cannot answer: nobody waits, the event is no webhook");
    }
    const bytes = Buffer.byteLength(answer.body);
    if (bytes > context.limits.webhookBytes) {
      throw new ScriptError(
        "LIMIT_EXCEEDED",
        `Cannot answer: body is ${bytes} bytes, at most ${context.limits.webhookBytes}`,
        { path: "body" },
      );
    }
    context.answer(dispatchId, answer);
    return null;
  },
};
