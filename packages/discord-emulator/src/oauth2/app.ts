import { type Context, Hono } from "hono";
import type { World } from "../state/world.ts";
import { backTo, BadAuthorizeRequest, readAuthorizeRequest } from "./authorize-request.ts";
import { authorizePage, refusalPage } from "./page.ts";
import { OAuth2Error, type OAuth2Provider } from "./provider.ts";

/** The page where a person agrees, and the endpoints where an application changes codes for tokens. */
export function oauth2App(world: World, provider: OAuth2Provider): Hono {
  const app = new Hono();
  app.on(["GET", "POST"], "/oauth2/authorize", async (c) => {
    const { searchParams } = new URL(c.req.url);
    try {
      const request = readAuthorizeRequest(searchParams, provider);
      if (c.req.method === "GET") return c.html(authorizePage(world, request, searchParams.toString()));
      const { user_id, other_id, decision } = await c.req.parseBody();
      const denied = { error: "access_denied", error_description: "The resource owner denied the request" };
      if (decision !== "authorize") return c.redirect(backTo(request, denied), 302);
      const user = world.users.get(String(other_id || user_id));
      if (!user || user.bot) throw new BadAuthorizeRequest("There is no such user.");
      return c.redirect(backTo(request, { code: provider.authorize(user.id, request) }), 302);
    } catch (error) {
      if (error instanceof BadAuthorizeRequest) return c.html(refusalPage(error.message), 400);
      throw error;
    }
  });
  for (const base of ["/api/oauth2", "/api/v10/oauth2"]) {
    app.post(`${base}/token`, (c) =>
      answerForm(c, provider, (form) => {
        const grant = form.get("grant_type");
        if (grant === "authorization_code") {
          const verifier = form.get("code_verifier") ?? undefined;
          return provider.exchange(form.get("code") ?? "", form.get("redirect_uri") ?? "", verifier);
        }
        if (grant === "refresh_token") return provider.refresh(form.get("refresh_token") ?? "");
        throw new OAuth2Error("unsupported_grant_type", `Grant type "${grant}" is not supported.`);
      }));
    app.post(`${base}/token/revoke`, (c) =>
      answerForm(c, provider, (form) => {
        provider.revoke(form.get("token") ?? "");
        return {};
      }));
  }
  return app;
}

/** Reads a form of an application that proves who it is, in the header or in the form. */
async function answerForm(
  c: Context,
  provider: OAuth2Provider,
  answer: (form: URLSearchParams) => object,
): Promise<Response> {
  try {
    const type = c.req.header("content-type") ?? "";
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw new OAuth2Error("invalid_request", "Content type must be application/x-www-form-urlencoded.");
    }
    const form = new URLSearchParams(await c.req.text());
    const [id, secret] = basic(c.req.header("authorization")) ??
      [form.get("client_id") ?? "", form.get("client_secret") ?? ""];
    provider.authenticate(id, secret);
    c.header("cache-control", "no-store");
    return c.json(answer(form));
  } catch (error) {
    if (!(error instanceof OAuth2Error)) throw error;
    return c.json({ error: error.error, error_description: error.message }, error.status);
  }
}

function basic(header: string | undefined): [string, string] | undefined {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(header ?? "")?.[1];
  if (!encoded) return undefined;
  const [id, ...secret] = atob(encoded).split(":");
  return [decodeURIComponent(id!), decodeURIComponent(secret.join(":"))];
}
