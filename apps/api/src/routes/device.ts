/** @module Command lines log in: the two endpoints they ask, and the page where a person decides. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { html } from "hono/html";
import { ControlError } from "@flora/model";
import { DeviceAuthorization, DeviceToken, OAuthError } from "@flora/protocol/api";
import type { Api, ApiEnv, ApiParts } from "../context.ts";
import { beginDevice, normalizeUserCode, oauthError, pollDevice } from "../login/device.ts";
import { loginProblem, loginUrl } from "../login/log-in.ts";
import { personThere } from "../login/sessions.ts";
import { WrongCodes } from "../login/wrong-codes.ts";
import { codeForm, decisionForm } from "../pages/device.ts";
import { page } from "../pages/page.ts";
import { readBytes } from "../read-body.ts";
import { errors, htmlPage, json } from "./parts.ts";

const FORM_BYTES = 4096;
const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
const CLIENT_ID = "flora-cli";

const form = (properties: Record<string, { type: "string"; const?: string; description?: string }>) => ({
  required: true,
  content: {
    "application/x-www-form-urlencoded": { schema: { type: "object" as const, properties } },
  },
});
/** RFC 6749's shape for what is wrong with a login, problem details for what is wrong with the request. */
const formErrors = (description: string) => {
  const { 400: malformed, ...others } = errors("REQUEST_TIMEOUT", "TOO_LARGE", "RATE_LIMITED");
  const { 408: late, 413: large, 429: often, 500: internal } = others;
  return {
    400: { description, content: { "application/json": { schema: OAuthError }, ...malformed.content } },
    408: late,
    413: large,
    429: often,
    500: internal,
  };
};
const clientId = { type: "string" as const, const: CLIENT_ID };

const code = createRoute({
  method: "post",
  path: "/api/auth/device/code",
  summary: "Begin the login of a command line (RFC 8628)",
  request: {
    body: form({ client_id: clientId, name: { type: "string", description: "How the page calls it" } }),
  },
  responses: {
    200: json(DeviceAuthorization, "Codes, and where a person decides"),
    ...formErrors("Refused"),
    503: json(OAuthError, "Nobody can log in"),
  },
});

const token = createRoute({
  method: "post",
  path: "/api/auth/device/token",
  summary: "Ask whether the login was allowed (RFC 8628)",
  request: {
    body: form({
      client_id: clientId,
      grant_type: { type: "string", const: GRANT_TYPE },
      device_code: { type: "string" },
    }),
  },
  responses: {
    200: json(DeviceToken, "Allowed"),
    ...formErrors("Not yet, denied or expired"),
  },
});

const show = createRoute({
  method: "get",
  path: "/device",
  summary: "The page on which a person looks at a command line that wants to log in",
  request: { query: z.object({ user_code: z.string().max(64).optional() }) },
  responses: {
    200: htmlPage("Asks"),
    302: { description: "To log in first" },
    400: errors()[400],
    500: errors()[500],
  },
});

const decide = createRoute({
  method: "post",
  path: "/device",
  summary: "Allow or deny a command line",
  request: {
    body: form({ user_code: { type: "string" }, decision: { type: "string", description: "allow or deny" } }),
  },
  responses: { 200: htmlPage("Told"), ...errors("NOT_FOUND", "REQUEST_TIMEOUT", "TOO_LARGE") },
});

export function deviceRoutes(api: Api, parts: ApiParts): void {
  const wrong = new WrongCodes(parts.now);

  api.openapi(code, async (c) => {
    const problem = loginProblem(parts);
    if (problem !== undefined) return c.json(oauthError("temporarily_unavailable", problem), 503);
    const given = await readForm(c, parts);
    if (given.get("client_id") !== CLIENT_ID) {
      return c.json(oauthError("invalid_client", `client_id must be ${CLIENT_ID}`), 400);
    }
    c.header("cache-control", "no-store");
    return c.json(await beginDevice(parts, { name: nameOf(given), address: c.get("address") }), 200);
  });
  api.openapi(token, async (c) => {
    const given = await readForm(c, parts);
    if (given.get("grant_type") !== GRANT_TYPE) {
      return c.json(oauthError("unsupported_grant_type", `grant_type must be ${GRANT_TYPE}`), 400);
    }
    if (given.get("client_id") !== CLIENT_ID) {
      return c.json(oauthError("invalid_client", `client_id must be ${CLIENT_ID}`), 400);
    }
    c.header("cache-control", "no-store");
    const answer = await pollDevice(parts, given.get("device_code") ?? "");
    return "error" in answer ? c.json(answer, 400) : c.json(answer, 200);
  });
  api.openapi(show, async (c) => {
    const typed = c.req.valid("query").user_code;
    const person = await personThere(c, parts);
    const here = typed === undefined ? "/device" : `/device?${new URLSearchParams({ user_code: typed })}`;
    if (!person) return c.redirect(loginUrl(parts, here), 302) as never;
    const { userId, standing } = person;
    const title = "Log in a command line";
    if (typed === undefined) return await page(c, { title, body: codeForm() }) as never;
    const waitMs = wrong.waitMs(userId);
    if (waitMs > 0) {
      const body = codeForm(`Too many wrong codes: wait ${Math.ceil(waitMs / 1000)} seconds.`);
      return await page(c, { title, body }) as never;
    }
    const found = await parts.storage.deviceLogins.find(normalizeUserCode(typed));
    if (found) return await page(c, { title, body: decisionForm(standing.name, found) }) as never;
    wrong.add(userId);
    const body = codeForm("There is no such code, or it is used or more than ten minutes old.");
    return await page(c, { title, body }) as never;
  });
  api.openapi(decide, async (c) => {
    const given = await readForm(c, parts);
    const { userId } = c.get("caller");
    const userCode = normalizeUserCode(given.get("user_code") ?? "");
    const decision = given.get("decision");
    if (decision !== "allow" && decision !== "deny") {
      throw new ControlError("INVALID_REQUEST", "Cannot decide: say allow or deny", { field: "decision" });
    }
    const found = wrong.waitMs(userId!) > 0 ? null : await parts.storage.deviceLogins.find(userCode);
    const allowed = decision === "allow";
    if (!found || !await parts.storage.deviceLogins.decide(userCode, allowed ? userId! : null)) {
      wrong.add(userId!);
      throw new ControlError("NOT_FOUND", "Cannot decide: there is no such code, or it is used or too old");
    }
    c.set("auditDetails", { name: found.name, address: found.address, decision });
    const title = allowed ? "Your command line is logged in" : "The command line was turned away";
    const body = allowed
      ? html`<p>You can close this page and go back to it.</p>`
      : html`<p>If you did not run <code>flora login</code> yourself, somebody else tried to act as you.</p>`;
    return await page(c, { title, body }) as never;
  });
}

async function readForm(c: Context<ApiEnv>, { bodyTimeouts }: ApiParts): Promise<URLSearchParams> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new ControlError(
      "INVALID_REQUEST",
      `Cannot read body: content type is "${type}", send application/x-www-form-urlencoded`,
      { field: "content-type" },
    );
  }
  const bounds = { limitBytes: FORM_BYTES, timeoutMs: bodyTimeouts.small };
  return new URLSearchParams(new TextDecoder().decode(await readBytes(c.req.raw, bounds)));
}

/** How a command line calls itself: printable, and short enough for the page. */
function nameOf(form: URLSearchParams): string {
  const name = (form.get("name") ?? "").replaceAll(/\p{C}+/gu, " ").trim().slice(0, 64);
  return name || "a command line";
}
