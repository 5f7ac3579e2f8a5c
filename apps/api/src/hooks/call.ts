/** @module One request to a guild's webhook: who may, how often, how large, signed by whom; then the script's answer. */
import { ControlError, type GuildId, type WebhookDefinition, type WhyReason } from "@flora/model";
import { clock } from "@flora/model/clock";
import { type Believed, judgeSignature, same } from "@flora/ops/webhooks/signature";
import { secretAad } from "@flora/storage";
import type { ApiParts } from "../context.ts";
import { readBytes } from "../read-body.ts";
import { answerOf, refusal } from "./answers.ts";
import { passedHeaders, passedQuery } from "./passed.ts";
import type { HookRates } from "./rates.ts";
import type { Replays } from "./replays.ts";

/** What is remembered from one request to the next. */
export interface HookMemory {
  rates: HookRates;
  replays: Replays;
}

export interface HookAddress {
  guildId: string;
  name: string;
  token: string;
}

/** What runs in a guild under the name that was called. */
export interface FoundHook {
  guildId: GuildId;
  webhook: WebhookDefinition;
}

/** A sender that takes longer to send its request is left alone with it. */
const BODY_TIMEOUT_MS = 10_000;
/** On top of what the gateway waits for the handler. */
const GATEWAY_SLACK_MS = 3_000;
const REPLAYED = "this very request was taken already";

/** Undefined for whatever is wrong with the address: the token is what makes it known. */
export async function findHook(
  { storage }: Pick<ApiParts, "storage">,
  { guildId: asked, name, token }: HookAddress,
): Promise<FoundHook | undefined> {
  const guildId = asked as GuildId;
  const known = await storage.webhooks.find(guildId, name);
  if (known === null || !same(token, known)) return undefined;
  const deployment = await storage.deployments.current(guildId);
  const webhook = deployment?.manifest.webhooks.find((webhook) => webhook.name === name);
  return webhook && { guildId, webhook };
}

/** Answers the sender. */
export async function callHook(
  parts: ApiParts,
  { rates, replays }: HookMemory,
  { guildId, webhook }: FoundHook,
  request: Request,
): Promise<Response> {
  const refuse = (reason: WhyReason, detail: string) =>
    parts.why.note(guildId, { at: clock.now(), reason, event: "webhook", command: webhook.name, detail });
  const waitMs = rates.take(guildId);
  if (waitMs > 0) {
    refuse("too-often", `at most ${parts.limits.webhooksPerSecond} per second`);
    return refusal(429, "too many requests", { "retry-after": String(Math.ceil(waitMs / 1000)) });
  }
  const headers = passedHeaders(request.headers);
  const query = passedQuery(request.url);
  if (!headers || !query) {
    refuse("too-large", "its headers or its query");
    return refusal(431, "headers or query are too large");
  }
  const read = await readBody(request, parts.limits.webhookBytes);
  if ("refused" in read) {
    refuse(...read.why);
    return read.refused;
  }
  const { name } = webhook;
  const believed = await judge(parts, guildId, webhook, request.headers, read.bytes);
  if ("problem" in believed) {
    refuse("sender-refused", believed.problem);
    return refusal(401, believed.problem);
  }
  const { once } = believed;
  const takeBack = once === undefined ? () => {} : replays.believe(guildId, name, once);
  if (!takeBack) {
    refuse("sender-refused", REPLAYED);
    return refusal(409, REPLAYED);
  }
  const { webhookTimeoutMs } = parts.limits;
  const timeoutMs = webhookTimeoutMs === 0 ? 0 : webhookTimeoutMs + GATEWAY_SLACK_MS;
  const message = { name, method: request.method, headers, query, body: read.text };
  try {
    const result = await parts.gateway.call("webhook", { guildId, request: message }, timeoutMs);
    if (result.status === "busy") takeBack();
    return answerOf(result);
  } catch (error) {
    takeBack();
    throw error;
  }
}

type Read = { bytes: Uint8Array; text: string } | { refused: Response; why: [WhyReason, string] };

async function readBody(request: Request, limitBytes: number): Promise<Read> {
  try {
    const bytes = await readBytes(request, { limitBytes, timeoutMs: BODY_TIMEOUT_MS });
    return { bytes, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    const code = error instanceof ControlError ? error.code : undefined;
    if (code === "REQUEST_TIMEOUT") {
      const detail = "its body took too long";
      return { refused: refusal(408, "the body took too long"), why: ["waited-too-long", detail] };
    }
    if (code === "TOO_LARGE") {
      const detail = `the body has more than ${limitBytes} bytes`;
      return { refused: refusal(413, detail), why: ["too-large", detail] };
    }
    const detail = "the body broke off or is not valid UTF-8";
    return { refused: refusal(400, detail), why: ["sender-refused", detail] };
  }
}

/** Whether the request is believed. The secret's true value stays here. */
async function judge(
  { storage, sealer, log }: ApiParts,
  guildId: GuildId,
  { signature, secret }: WebhookDefinition,
  headers: Headers,
  body: Uint8Array,
): Promise<Believed> {
  if (signature === "none") return {};
  const stored = (await storage.secrets.list(guildId)).find(({ name }) => name === secret);
  if (!stored) return { problem: `the secret ${secret} of this server is not set` };
  try {
    const value = sealer.open(stored.sealed, secretAad(guildId, stored.name));
    return judgeSignature(signature, value, { headers, body }, clock.now());
  } catch (error) {
    log.error({ guildId, secretName: secret, err: error }, "Cannot open a stored secret");
    return { problem: `the secret ${secret} of this server cannot be read` };
  }
}
