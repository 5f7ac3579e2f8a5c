import {
  AuditPage,
  type AuditQuery,
  AuthInfo,
  DeviceAuthorization,
  DeviceToken,
  GrantInfo,
  GrantList,
  OAuthError,
  type TokenCreate,
  TokenCreated,
  TokenList,
} from "@flora/protocol/api";
import { ofGuild, query, type Transport } from "./transport.ts";

const CLIENT_ID = "flora-cli";

/** Who may do what, and who did; every method rejects with ApiError. */
export class IdentityClient {
  constructor(private readonly transport: Transport) {}

  /** Whether people can log in through Discord. */
  info(): Promise<AuthInfo> {
    return this.transport.json("GET", "/api/auth", AuthInfo);
  }

  /** Begins the login of a command line that calls itself `name`. */
  async beginDevice(name: string): Promise<DeviceAuthorization> {
    const path = "/api/auth/device/code";
    const raw = new URLSearchParams({ client_id: CLIENT_ID, name });
    return await this.transport.parse(
      path,
      DeviceAuthorization,
      await this.transport.send("POST", path, { raw }),
    );
  }

  /** The token once a person has allowed it; until then, and when they do not, why not. */
  async pollDevice(deviceCode: string): Promise<DeviceToken | OAuthError> {
    const path = "/api/auth/device/token";
    const raw = new URLSearchParams({
      client_id: CLIENT_ID,
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      device_code: deviceCode,
    });
    const response = await this.transport.send("POST", path, { raw, accept: [400] });
    return await this.transport.parse(path, response.ok ? DeviceToken : OAuthError, response);
  }

  /** Ends the login whose token this client has. */
  async logout(): Promise<void> {
    await this.transport.send("POST", "/api/auth/logout");
  }

  tokens(): Promise<TokenList> {
    return this.transport.json("GET", "/api/tokens", TokenList);
  }

  createToken(token: TokenCreate): Promise<TokenCreated> {
    return this.transport.json("POST", "/api/tokens", TokenCreated, token);
  }

  async revokeToken(id: string): Promise<void> {
    await this.transport.send("DELETE", `/api/tokens/${encodeURIComponent(id)}`);
  }

  grants(guildId: string): Promise<GrantList> {
    return this.transport.json("GET", `${ofGuild(guildId)}/access`, GrantList);
  }

  grant(guildId: string, userId: string, role: string): Promise<GrantInfo> {
    const path = `${ofGuild(guildId)}/access/${encodeURIComponent(userId)}`;
    return this.transport.json("PUT", path, GrantInfo, { role });
  }

  async revokeGrant(guildId: string, userId: string): Promise<void> {
    await this.transport.send("DELETE", `${ofGuild(guildId)}/access/${encodeURIComponent(userId)}`);
  }

  audit(guildId: string, filter: Partial<AuditQuery> = {}): Promise<AuditPage> {
    return this.transport.json("GET", `${ofGuild(guildId)}/audit${query(filter)}`, AuditPage);
  }

  /** Of all guilds and of the installation; for operators. */
  auditOfAll(filter: Partial<AuditQuery> = {}): Promise<AuditPage> {
    return this.transport.json("GET", `/api/admin/audit${query(filter)}`, AuditPage);
  }
}
