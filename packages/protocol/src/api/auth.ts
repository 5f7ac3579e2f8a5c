import { z } from "zod";

/** Where Discord sends a browser back to; the application must have it registered, below the public address. */
export const CALLBACK_PATH = "/api/auth/callback";

export const AuthInfo = z.object({
  login: z.boolean().describe("Whether people can log in through Discord"),
  missing: z.array(z.string()).describe("What the operator has to set before they can"),
});
export type AuthInfo = z.infer<typeof AuthInfo>;

/** RFC 8628: what a command line is given to log in with. */
export const DeviceAuthorization = z.object({
  device_code: z.string(),
  user_code: z.string().describe("For the person to type or to compare"),
  verification_uri: z.string(),
  verification_uri_complete: z.string().describe("With the code filled in"),
  expires_in: z.number().int().describe("Seconds"),
  interval: z.number().int().describe("Seconds to wait between two questions"),
});
export type DeviceAuthorization = z.infer<typeof DeviceAuthorization>;

/** RFC 6749: the token a command line waited for. */
export const DeviceToken = z.object({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.number().int().describe("Seconds"),
});
export type DeviceToken = z.infer<typeof DeviceToken>;

/** The shape of errors that RFC 6749 wants of a token endpoint. */
export const OAuthError = z.object({
  error: z.enum([
    "authorization_pending",
    "slow_down",
    "access_denied",
    "expired_token",
    "invalid_request",
    "invalid_client",
    "unsupported_grant_type",
    "temporarily_unavailable",
  ]),
  error_description: z.string(),
});
export type OAuthError = z.infer<typeof OAuthError>;
