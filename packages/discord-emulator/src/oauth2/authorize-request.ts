import type { OAuth2Provider } from "./provider.ts";

/** What an application asks a person for. */
export interface AuthorizeRequest {
  redirectUri: string;
  scopes: string[];
  state: string | null;
  /** PKCE's challenge, always S256. */
  challenge: string | null;
}

/** A request that nobody is sent back from: it is not certain where to. */
export class BadAuthorizeRequest extends Error {}

const KNOWN_SCOPES = ["identify", "guilds", "email", "guilds.join", "guilds.members.read", "connections"];

/** Reads and judges the query of `/oauth2/authorize`. */
export function readAuthorizeRequest(query: URLSearchParams, provider: OAuth2Provider): AuthorizeRequest {
  const only = (name: string): string | null => {
    const values = query.getAll(name);
    if (values.length > 1) throw new BadAuthorizeRequest(`Repeated "${name}" in request.`);
    return values[0] ?? null;
  };
  if (only("client_id") !== provider.clientId) throw new BadAuthorizeRequest("Unknown application.");
  const redirectUri = only("redirect_uri") ?? "";
  if (!provider.isRegistered(redirectUri)) {
    throw new BadAuthorizeRequest(
      "Invalid OAuth2 redirect_uri: it is not one that the application registered.",
    );
  }
  if (only("response_type") !== "code") throw new BadAuthorizeRequest("Invalid response_type: only code.");
  const scopes = (only("scope") ?? "").split(/[ +]/).filter(Boolean);
  const unknown = scopes.filter((scope) => !KNOWN_SCOPES.includes(scope));
  if (scopes.length === 0 || unknown.length > 0) {
    throw new BadAuthorizeRequest(
      `The requested scope is invalid: ${unknown.join(", ") || "there is none"}.`,
    );
  }
  const challenge = only("code_challenge");
  if (challenge !== null && only("code_challenge_method") !== "S256") {
    throw new BadAuthorizeRequest("Invalid code_challenge_method: only S256.");
  }
  return { redirectUri, scopes, state: only("state"), challenge };
}

/** The address to send the browser back to. */
export function backTo(request: AuthorizeRequest, answer: Record<string, string>): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (request.state !== null) url.searchParams.set("state", request.state);
  return url.href;
}
