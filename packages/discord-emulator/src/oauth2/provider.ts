import { createHash, timingSafeEqual } from "node:crypto";
import type { Clock } from "../clock.ts";
import { randomToken } from "../random.ts";
import type { AuthorizeRequest } from "./authorize-request.ts";

/** Discord's own, in seconds. */
const ACCESS_LIFETIME_S = 604_800;
const CODE_LIFETIME_MS = 60_000;

/** An authorization that a person gave and that was not exchanged yet. */
interface Code {
  userId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string | null;
  expiresAtMs: number;
}

/** A pair of tokens; it ends when it is refreshed or revoked. */
interface Pair {
  userId: string;
  scopes: string[];
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
}

/** What the token endpoint answers. */
export interface TokenAnswer {
  token_type: "Bearer";
  access_token: string;
  expires_in: number;
  refresh_token: string;
  scope: string;
}

/** A refusal of the token endpoint, in the words of RFC 6749. */
export class OAuth2Error extends Error {
  override readonly name = "OAuth2Error";

  constructor(readonly error: string, description: string, readonly status: 400 | 401 = 400) {
    super(description);
  }
}

/** Discord as an OAuth2 provider for one application: codes are good once and for a minute, tokens for a week. */
export class OAuth2Provider {
  readonly #codes = new Map<string, Code>();
  readonly #pairs = new Set<Pair>();

  constructor(
    private readonly clock: Clock,
    readonly clientId: string,
    readonly clientSecret: string,
    /** Registered ones; without any, every address of this machine. */
    private readonly redirectUris: readonly string[] | undefined,
  ) {}

  isRegistered(redirectUri: string): boolean {
    if (this.redirectUris) return this.redirectUris.includes(redirectUri);
    if (!URL.canParse(redirectUri)) return false;
    const { protocol, hostname } = new URL(redirectUri);
    return protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  }

  /** The person agreed; answers the code. */
  authorize(userId: string, request: AuthorizeRequest): string {
    const code = randomToken(22);
    const { redirectUri, scopes, challenge } = request;
    const expiresAtMs = this.clock.now() + CODE_LIFETIME_MS;
    this.#codes.set(code, { userId, redirectUri, scopes, challenge, expiresAtMs });
    return code;
  }

  /** Throws OAuth2Error unless the secret is the application's. */
  authenticate(clientId: string, clientSecret: string): void {
    if (clientId === this.clientId && same(clientSecret, this.clientSecret)) return;
    throw new OAuth2Error("invalid_client", "Invalid client id or client secret.", 401);
  }

  /** Whatever is wrong with the exchange, the code is used up by it. */
  exchange(code: string, redirectUri: string, verifier: string | undefined): TokenAnswer {
    const given = this.#codes.get(code);
    this.#codes.delete(code);
    if (!given || given.expiresAtMs <= this.clock.now()) {
      throw new OAuth2Error("invalid_grant", 'Invalid "code" in request.');
    }
    if (given.redirectUri !== redirectUri) {
      throw new OAuth2Error("invalid_grant", 'Invalid "redirect_uri" in request.');
    }
    if (given.challenge !== null && (verifier === undefined || challengeOf(verifier) !== given.challenge)) {
      throw new OAuth2Error("invalid_grant", 'Invalid "code_verifier" in request.');
    }
    return this.#issue(given.userId, given.scopes);
  }

  refresh(refreshToken: string): TokenAnswer {
    const pair = [...this.#pairs].find((pair) => pair.refreshToken === refreshToken);
    if (!pair) throw new OAuth2Error("invalid_grant", 'Invalid "refresh_token" in request.');
    this.#pairs.delete(pair);
    return this.#issue(pair.userId, pair.scopes);
  }

  /** Ends the authorization that the token is part of, with all its tokens; does nothing for a token it does not know. */
  revoke(token: string): void {
    const pair = [...this.#pairs].find((one) => one.accessToken === token || one.refreshToken === token);
    if (pair) this.deauthorize(pair.userId);
  }

  /** The person takes the application's access away, as in Discord's settings; answers whether it had any. */
  deauthorize(userId: string): boolean {
    const theirs = [...this.#pairs].filter((pair) => pair.userId === userId);
    for (const pair of theirs) this.#pairs.delete(pair);
    return theirs.length > 0;
  }

  /** Whose access token this is, and what it is for; undefined when it is no good. */
  find(accessToken: string): { userId: string; scopes: readonly string[] } | undefined {
    const now = this.clock.now();
    return [...this.#pairs].find((pair) => pair.accessToken === accessToken && pair.expiresAtMs > now);
  }

  #issue(userId: string, scopes: string[]): TokenAnswer {
    const accessToken = randomToken(22);
    const refreshToken = randomToken(22);
    const expiresAtMs = this.clock.now() + ACCESS_LIFETIME_S * 1000;
    this.#pairs.add({ userId, scopes, accessToken, refreshToken, expiresAtMs });
    return {
      token_type: "Bearer",
      access_token: accessToken,
      expires_in: ACCESS_LIFETIME_S,
      refresh_token: refreshToken,
      scope: scopes.join(" "),
    };
  }
}

/** PKCE's S256. */
function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
