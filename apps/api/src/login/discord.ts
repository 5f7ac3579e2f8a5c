/** @module Discord as the place where people log in: OAuth2 with PKCE, and what it tells of them. */
import * as oauth from "oauth4webapi";
import { z } from "zod";
import { GuildId, UserId } from "@flora/model";
import type { ManagedGuild } from "@flora/storage";

const TIMEOUT_MS = 5_000;
const SCOPE = "identify guilds";
/** Tokens are refreshed a while before Discord stops taking them. */
const MARGIN_MS = 60_000;
const ADMINISTRATOR = 1n << 3n;
const MANAGE_GUILD = 1n << 5n;

/** Discord says no: the code, the token or the application is no good. */
export class DiscordRefusal extends Error {}

/** What Discord gave to ask again with. */
export interface Credentials {
  accessToken: string;
  refreshToken: string;
  /** Unix milliseconds from which on they are to be refreshed. */
  expiresAt: number;
}

export interface Identity {
  userId: UserId;
  /** The one that nobody else has. */
  name: string;
  avatar?: string;
}

const Me = z.object({
  id: UserId,
  username: z.string(),
  avatar: z.string().nullish(),
});

const Guilds = z.array(z.object({
  id: GuildId,
  name: z.string(),
  owner: z.boolean(),
  permissions: z.string().regex(/^\d+$/).transform(BigInt),
}));

export interface DiscordLoginOptions {
  clientId: string;
  clientSecret: string;
  /** Base of REST, without the version; the page where people agree is beside it. */
  apiUrl: string;
}

export class DiscordLogin {
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;
  readonly #secret: oauth.ClientAuth;
  readonly #apiUrl: string;
  /** Plain http is for an emulator on this machine only. */
  readonly #insecure: boolean;

  constructor({ clientId, clientSecret, apiUrl }: DiscordLoginOptions) {
    this.#apiUrl = apiUrl.replace(/\/+$/, "");
    this.#insecure = apiUrl.startsWith("http:");
    this.#client = { client_id: clientId };
    this.#secret = oauth.ClientSecretPost(clientSecret);
    this.#server = {
      issuer: new URL(apiUrl).origin,
      authorization_endpoint: `${this.#apiUrl.replace(/\/api$/, "")}/oauth2/authorize`,
      token_endpoint: `${this.#apiUrl}/oauth2/token`,
      revocation_endpoint: `${this.#apiUrl}/oauth2/token/revoke`,
    };
  }

  /** The page where a person agrees. */
  async authorizeUrl(redirectUri: string, state: string, verifier: string): Promise<string> {
    const url = new URL(this.#server.authorization_endpoint!);
    url.search = new URLSearchParams({
      response_type: "code",
      client_id: this.#client.client_id,
      redirect_uri: redirectUri,
      scope: SCOPE,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    }).toString();
    return url.href;
  }

  /** Changes the code that came back for credentials. Throws DiscordRefusal. */
  async exchange(
    back: URL,
    { state, verifier, redirectUri, now }: {
      state: string;
      verifier: string;
      redirectUri: string;
      now: number;
    },
  ): Promise<Credentials> {
    const params = judge(() => oauth.validateAuthResponse(this.#server, this.#client, back, state));
    return await refusals(async () => {
      const response = await oauth.authorizationCodeGrantRequest(
        this.#server,
        this.#client,
        this.#secret,
        params,
        redirectUri,
        verifier,
        this.#options(),
      );
      return toCredentials(
        await oauth.processAuthorizationCodeResponse(this.#server, this.#client, response),
        now,
      );
    });
  }

  /** Throws DiscordRefusal where the person took the access away. */
  async refresh({ refreshToken }: Credentials, now: number): Promise<Credentials> {
    return await refusals(async () => {
      const response = await oauth.refreshTokenGrantRequest(
        this.#server,
        this.#client,
        this.#secret,
        refreshToken,
        this.#options(),
      );
      return toCredentials(
        await oauth.processRefreshTokenResponse(this.#server, this.#client, response),
        now,
      );
    });
  }

  /** Gives the credentials back. */
  async revoke({ refreshToken }: Credentials): Promise<void> {
    const response = await oauth.revocationRequest(
      this.#server,
      this.#client,
      this.#secret,
      refreshToken,
      this.#options(),
    );
    await oauth.processRevocationResponse(response);
  }

  async me(credentials: Credentials): Promise<Identity> {
    const { id, username, avatar } = await this.#get(credentials, "/users/@me", Me);
    return { userId: id, name: username, ...(avatar ? { avatar } : {}) };
  }

  /** The guilds that the person may manage. */
  async guilds(credentials: Credentials): Promise<ManagedGuild[]> {
    const guilds = await this.#get(credentials, "/users/@me/guilds", Guilds);
    return guilds
      .filter(({ owner, permissions }) => owner || (permissions & (ADMINISTRATOR | MANAGE_GUILD)) !== 0n)
      .map(({ id, name, owner }) => ({ id, name, owner }));
  }

  async #get<S extends z.ZodType>(
    { accessToken }: Credentials,
    path: string,
    schema: S,
  ): Promise<z.output<S>> {
    const url = new URL(`${this.#apiUrl}/v10${path}`);
    const headers = new Headers({ "user-agent": "DiscordBot (flora, 1)" });
    const response = await oauth.protectedResourceRequest(
      accessToken,
      "GET",
      url,
      headers,
      undefined,
      this.#options(),
    ).catch((error) => {
      if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
      throw error;
    });
    if (response.ok) return schema.parse(await response.json());
    await response.body?.cancel();
    if (response.status === 401) throw new DiscordRefusal("Discord refused the access token");
    throw new Error(`Discord answered ${response.status} to GET ${path}`);
  }

  #options() {
    return { signal: AbortSignal.timeout(TIMEOUT_MS), [oauth.allowInsecureRequests]: this.#insecure };
  }
}

function toCredentials(
  { access_token, refresh_token, expires_in }: oauth.TokenEndpointResponse,
  now: number,
): Credentials {
  if (refresh_token === undefined || expires_in === undefined) {
    throw new Error("Discord answered tokens that cannot be refreshed");
  }
  return {
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAt: now + expires_in * 1000 - MARGIN_MS,
  };
}

/** What came back in the browser, judged: whatever is wrong with it is a refusal. */
function judge<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new DiscordRefusal((error as Error).message, { cause: error });
  }
}

/** A code or token that is no good is a refusal; that Discord is away, or that the client secret is wrong, is not. */
async function refusals<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof oauth.ResponseBodyError) || error.error !== "invalid_grant") throw error;
    throw new DiscordRefusal(`Discord refused: ${error.error_description ?? error.error}`, { cause: error });
  }
}
