import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import { type Harness, withEmulator } from "../../testdata/harness.ts";

const REDIRECT = "http://127.0.0.1:9/api/auth/callback";

/** An application that lets people log in, built on an unmodified OAuth2 library. */
class App {
  readonly as: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly verifier = oauth.generateRandomCodeVerifier();
  readonly insecure = { [oauth.allowInsecureRequests]: true };

  constructor(readonly harness: Harness) {
    const { url, apiUrl, applicationId } = harness.emulator;
    this.client = { client_id: applicationId };
    this.as = {
      issuer: url,
      authorization_endpoint: `${url}/oauth2/authorize`,
      token_endpoint: `${apiUrl}/oauth2/token`,
      revocation_endpoint: `${apiUrl}/oauth2/token/revoke`,
    };
  }

  get secret() {
    return oauth.ClientSecretPost(this.harness.emulator.clientSecret);
  }

  /** The page's address. */
  async authorizeUrl(more: Record<string, string> = {}): Promise<string> {
    const url = new URL(this.as.authorization_endpoint!);
    const query = {
      response_type: "code",
      client_id: this.client.client_id,
      redirect_uri: REDIRECT,
      scope: "identify guilds",
      state: "the-state",
      code_challenge: await oauth.calculatePKCECodeChallenge(this.verifier),
      code_challenge_method: "S256",
      ...more,
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  }

  /** A person decides; answers where the browser is sent. */
  async decide(form: Record<string, string>, more?: Record<string, string>): Promise<URL> {
    const response = await fetch(await this.authorizeUrl(more), {
      method: "POST",
      body: new URLSearchParams(form),
      redirect: "manual",
    });
    const text = await response.text();
    assert.equal(response.status, 302, text);
    return new URL(response.headers.get("location")!);
  }

  async exchange(
    back: URL,
    redirect = REDIRECT,
    verifier = this.verifier,
  ): Promise<oauth.TokenEndpointResponse> {
    const params = oauth.validateAuthResponse(this.as, this.client, back, "the-state");
    const response = await oauth.authorizationCodeGrantRequest(
      this.as,
      this.client,
      this.secret,
      params,
      redirect,
      verifier,
      this.insecure,
    );
    return await oauth.processAuthorizationCodeResponse(this.as, this.client, response);
  }

  async refresh(token: string): Promise<oauth.TokenEndpointResponse> {
    const { as, client, secret } = this;
    const response = await oauth.refreshTokenGrantRequest(as, client, secret, token, this.insecure);
    return await oauth.processRefreshTokenResponse(as, client, response);
  }

  /** What REST answers to an access token. */
  get(token: string, path: string) {
    return this.harness.rest("GET", path, undefined, { authorization: `Bearer ${token}` });
  }
}

const refusedWith = (error: string) => (thrown: unknown) =>
  thrown instanceof oauth.ResponseBodyError && thrown.error === error;

const withApp = (test: (app: App) => Promise<void>, redirectUris?: string[]) =>
  withEmulator(redirectUris ? { redirectUris } : {}, (harness) => test(new App(harness)));

Deno.test("/oauth2/authorize asks who you are in plain HTML, and sends the browser back with code and state", () =>
  withApp(async (app) => {
    const page = await fetch(await app.authorizeUrl());
    const html = await page.text();
    assert.match(html, /<html lang="en">/);
    assert.match(html, /<legend>You are<\/legend>/);
    assert.match(html, new RegExp(`type="radio" name="user_id" value="${app.harness.ownerId}" checked`));
    assert.match(html, /owner: owner of Demo guild/);
    assert.doesNotMatch(html, /<script/);
    const back = await app.decide({ user_id: app.harness.aliceId, decision: "authorize" });
    assert.equal(back.origin + back.pathname, REDIRECT);
    assert.equal(back.searchParams.get("state"), "the-state");
    const cancelled = await app.decide({ user_id: app.harness.aliceId, decision: "cancel" });
    assert.equal(cancelled.searchParams.get("error"), "access_denied");
  }));

Deno.test("a code becomes tokens, with which REST tells who the person is and what they may do where", () =>
  withApp(async (app) => {
    const { ownerId, guildId, aliceId } = app.harness;
    const tokens = await app.exchange(await app.decide({ user_id: ownerId, decision: "authorize" }));
    assert.deepEqual([tokens.scope, tokens.expires_in], ["identify guilds", 604_800]);
    const { body: me } = await app.get(tokens.access_token, "/users/@me");
    assert.deepEqual([me.id, me.username, me.bot], [ownerId, "owner", false]);
    const { body: guilds } = await app.get(tokens.access_token, "/users/@me/guilds");
    const [guild] = guilds as unknown as { id: string; owner: boolean; permissions: string }[];
    assert.deepEqual([guild!.id, guild!.owner], [guildId, true]);
    assert.ok(BigInt(guild!.permissions) & 0x20n);
    const other = await app.exchange(await app.decide({ other_id: aliceId, decision: "authorize" }));
    const theirs = (await app.get(other.access_token, "/users/@me/guilds")).body as unknown as typeof guild[];
    assert.equal(BigInt(theirs[0]!.permissions) & 0x28n, 0n);
  }));

Deno.test("an access token is for its scopes and for nothing that is the bot's", () =>
  withApp(async (app) => {
    const back = await app.decide({ user_id: app.harness.aliceId, decision: "authorize" }, {
      scope: "identify",
    });
    const { access_token } = await app.exchange(back);
    assert.equal((await app.get(access_token, "/users/@me")).status, 200);
    const channel = `/channels/${app.harness.generalId}`;
    for (const path of ["/users/@me/guilds", "/gateway/bot", channel, "/applications/@me"]) {
      assert.equal((await app.get(access_token, path)).status, 401, path);
    }
  }));

Deno.test("a code is good once, for a minute, for its redirect_uri and for whoever has the verifier", () =>
  withApp(async (app) => {
    const agree = () => app.decide({ user_id: app.harness.aliceId, decision: "authorize" });
    const used = await agree();
    await app.exchange(used);
    await assert.rejects(app.exchange(used), refusedWith("invalid_grant"));
    const other = "http://127.0.0.1:9/api/auth/callback2";
    await assert.rejects(app.exchange(await agree(), other), refusedWith("invalid_grant"));
    const wrong = oauth.generateRandomCodeVerifier();
    const stolen = await agree();
    await assert.rejects(app.exchange(stolen, REDIRECT, wrong), refusedWith("invalid_grant"));
    await assert.rejects(app.exchange(stolen), refusedWith("invalid_grant"));
    const late = await agree();
    app.harness.emulator.clock.advance(60_000);
    await assert.rejects(app.exchange(late), refusedWith("invalid_grant"));
  }));

Deno.test("a refresh ends the pair before it; revoking and deauthorizing end everything", () =>
  withApp(async (app) => {
    const agree = async () =>
      await app.exchange(await app.decide({ user_id: app.harness.aliceId, decision: "authorize" }));
    const works = async (token: string) => (await app.get(token, "/users/@me")).status === 200;
    const first = await agree();
    const second = await app.refresh(first.refresh_token!);
    assert.deepEqual([await works(first.access_token), await works(second.access_token)], [false, true]);
    await assert.rejects(app.refresh(first.refresh_token!), refusedWith("invalid_grant"));
    const { as, client, secret, insecure } = app;
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, secret, second.access_token, insecure),
    );
    assert.equal(await works(second.access_token), false);
    const third = await agree();
    await app.harness.act("POST", `/users/${app.harness.aliceId}/deauthorize`);
    assert.equal(await works(third.access_token), false);
    const last = await agree();
    app.harness.emulator.clock.advance(604_800_000);
    assert.equal(await works(last.access_token), false);
  }));

Deno.test("nobody is sent anywhere by a request that is wrong", () =>
  withApp(async (app) => {
    for (
      const more of [
        { redirect_uri: REDIRECT + "/" },
        { redirect_uri: "https://evil.example/callback" },
        { client_id: "100000000000000001" },
        { response_type: "token" },
        { scope: "" },
        { scope: "identify bot.everything" },
        { code_challenge_method: "plain" },
      ] as Record<string, string>[]
    ) {
      const body = new URLSearchParams({ user_id: app.harness.aliceId, decision: "authorize" });
      for (const init of [{}, { method: "POST", body }]) {
        const response = await fetch(await app.authorizeUrl(more), { redirect: "manual", ...init });
        await response.body?.cancel();
        assert.equal(response.status, 400, JSON.stringify(more));
      }
    }
    await app.decide({ user_id: app.harness.aliceId, decision: "authorize" });
  }, [REDIRECT]));

Deno.test("the token endpoint wants the application's secret, in the header or in the form", () =>
  withApp(async (app) => {
    const { emulator } = app.harness;
    const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
      const body = new URLSearchParams({ grant_type: "authorization_code", code: "none", ...form });
      const response = await fetch(app.as.token_endpoint!, { method: "POST", body, headers });
      return [response.status, (await response.json()).error];
    };
    const id = emulator.applicationId;
    assert.deepEqual(await ask({}), [401, "invalid_client"]);
    assert.deepEqual(await ask({ client_id: id, client_secret: "wrong" }), [401, "invalid_client"]);
    assert.deepEqual(await ask({ client_id: id, client_secret: emulator.clientSecret }), [
      400,
      "invalid_grant",
    ]);
    const authorization = `Basic ${btoa(`${id}:${emulator.clientSecret}`)}`;
    assert.deepEqual(await ask({}, { authorization }), [400, "invalid_grant"]);
    assert.deepEqual(await ask({ grant_type: "password" }, { authorization }), [
      400,
      "unsupported_grant_type",
    ]);
  }));
