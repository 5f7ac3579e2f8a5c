/** A request as another service sends it to a script's webhook. */
export interface WebhookCall {
    /** Text, or anything else as JSON. */
    body?: unknown;
    headers?: Record<string, string>;
    query?: Record<string, string>;
    /** Signs it as that service does, with the secret that both know. */
    signed?: {
        by: "github" | "stripe";
        with: string;
    };
}
/** What the service is told. */
export interface WebhookAnswer {
    status: number;
    body: string;
}
/** Sends it to a webhook's address; `now` in Unix milliseconds. */
export declare function callWebhook(url: string, { body, headers, query, signed }: WebhookCall, now: number): Promise<WebhookAnswer>;
