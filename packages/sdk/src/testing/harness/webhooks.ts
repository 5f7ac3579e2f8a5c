import { createHmac } from "node:crypto";

/** A request as another service sends it to a script's webhook. */
export interface WebhookCall {
  /** Text, or anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  /** Signs it as that service does, with the secret that both know. */
  signed?: { by: "github" | "stripe"; with: string };
}

/** What the service is told. */
export interface WebhookAnswer {
  status: number;
  body: string;
}

/** Sends it to a webhook's address; `now` in Unix milliseconds. */
export async function callWebhook(
  url: string,
  { body = "", headers = {}, query = {}, signed }: WebhookCall,
  now: number,
): Promise<WebhookAnswer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const kind: Record<string, string> = typeof body === "string" ? {} : { "content-type": "application/json" };
  const signature = signed ? sign(text, signed, now) : {};
  const response = await fetch(`${url}?${new URLSearchParams(query)}`, {
    method: "POST",
    body: text,
    headers: { ...kind, ...signature, ...headers },
  });
  return { status: response.status, body: await response.text() };
}

function sign(
  text: string,
  signed: NonNullable<WebhookCall["signed"]>,
  now: number,
): Record<string, string> {
  const digest = (signedText: string) => createHmac("sha256", signed.with).update(signedText).digest("hex");
  if (signed.by === "github") return { "x-hub-signature-256": `sha256=${digest(text)}` };
  const seconds = Math.floor(now / 1000);
  return { "stripe-signature": `t=${seconds},v1=${digest(`${seconds}.${text}`)}` };
}
