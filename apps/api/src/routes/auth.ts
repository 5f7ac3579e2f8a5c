/** @module People log in through Discord and out again. */
import { createRoute, z } from "@hono/zod-openapi";
import { ControlError } from "@flora/model";
import { AuthInfo, CALLBACK_PATH } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { beginLogin, finishLogin, loginProblem, loginUrl } from "../login/log-in.ts";
import { nextPath } from "../login/next-path.ts";
import { endSession, forgetIdle, personThere } from "../login/sessions.ts";
import { accountBody, strangerBody } from "../pages/account.ts";
import { page } from "../pages/page.ts";
import { errors, htmlPage, json } from "./parts.ts";

const info = createRoute({
  method: "get",
  path: "/api/auth",
  summary: "Whether people can log in through Discord",
  responses: { 200: json(AuthInfo, "How it stands") },
});

const login = createRoute({
  method: "get",
  path: "/api/auth/login",
  summary: "Send a browser to Discord to log in",
  request: { query: z.object({ next: z.string().optional().describe("Path to go to afterwards") }) },
  responses: {
    302: { description: "To Discord" },
    400: errors()[400],
    503: htmlPage("Nobody can log in, and why"),
  },
});

const callback = createRoute({
  method: "get",
  path: CALLBACK_PATH,
  summary: "Where Discord sends the browser back to",
  responses: {
    302: { description: "Logged in, to where the login was to lead" },
    400: htmlPage("The login was not begun in this browser, or Discord did not confirm it"),
    429: errors("RATE_LIMITED")[429],
    503: htmlPage("Discord does not answer"),
  },
});

const logout = createRoute({
  method: "post",
  path: "/api/auth/logout",
  summary: "End the session, or the command line's login, with which it is called",
  responses: {
    204: { description: "Ended" },
    303: { description: "Ended, for a form" },
    ...errors("CONFLICT"),
  },
});

const account = createRoute({
  method: "get",
  path: "/account",
  summary: "A page that shows who is logged in",
  responses: { 200: htmlPage("Who is logged in") },
});

export function authRoutes(api: Api, parts: ApiParts): void {
  const { storage } = parts;

  api.openapi(info, (c) => {
    return c.json({ login: loginProblem(parts) === undefined, missing: parts.login.missing }, 200);
  });
  api.openapi(login, async (c) => await beginLogin(c, parts, nextPath(c.req.valid("query").next)) as never);
  api.openapi(callback, async (c) => await finishLogin(c, parts) as never);
  api.openapi(logout, async (c) => {
    const { proof, name } = c.get("caller");
    if (proof.kind === "session") await endSession(c, parts, proof.hash);
    else if (proof.kind === "token" && proof.token.kind === "login") {
      await storage.tokens.delete(proof.token.id);
    } else {
      throw new ControlError("CONFLICT", `Cannot log out: token "${name}" is no login, revoke it instead`);
    }
    await forgetIdle(parts);
    const form = c.req.header("content-type")?.startsWith("application/x-www-form-urlencoded");
    return form ? c.redirect(`${parts.publicUrl()}/account`, 303) as never : c.body(null, 204);
  });
  api.openapi(account, async (c) => {
    const there = await personThere(c, parts);
    if (!there) {
      const body = strangerBody(loginUrl(parts, "/account"), loginProblem(parts));
      return await page(c, { title: "You are not logged in", body }) as never;
    }
    const { userId, standing } = there;
    const person = await storage.people.find(userId);
    const names = new Map(person?.guilds.map(({ id, name }) => [id as string, name]));
    return await page(c, { title: `You are ${standing.name}`, body: accountBody(standing, names) }) as never;
  });
}
