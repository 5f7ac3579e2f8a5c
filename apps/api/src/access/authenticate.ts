import type { Context } from "hono";
import { ControlError } from "@flora/model";
import type { ApiEnv, ApiParts } from "../context.ts";
import { findSession } from "../login/sessions.ts";
import { hashToken } from "./proofs.ts";
import {
  type Caller,
  installationTokenCaller,
  memberCaller,
  personTokenCaller,
  sessionCaller,
} from "./caller.ts";

/** Who sent the request: by its token if it has one, whatever cookies come with it, else by its session. */
export async function authenticate(c: Context<ApiEnv>, parts: ApiParts): Promise<Caller> {
  if (c.env?.member) return memberCaller(c.env.member);
  const header = c.req.header("authorization");
  return header === undefined ? await bySession(c, parts) : await byToken(header, parts);
}

async function bySession(c: Context<ApiEnv>, parts: ApiParts): Promise<Caller> {
  const session = await findSession(c, parts);
  if (!session) {
    throw new ControlError(
      "UNAUTHORIZED",
      "Cannot authenticate: no Authorization header, send `Bearer <token>`, and no session",
    );
  }
  return sessionCaller(session.userId, session.hash, await parts.standings.of(session.userId));
}

async function byToken(header: string, { storage, standings, now }: ApiParts): Promise<Caller> {
  const text = /^Bearer +([\w-]{1,200})$/i.exec(header)?.[1];
  const token = text ? await storage.tokens.findByHash(hashToken(text)) : null;
  if (!token) {
    throw new ControlError("UNAUTHORIZED", "Cannot authenticate: token is unknown, run `flora login` again");
  }
  if (token.expiresAt !== undefined && token.expiresAt <= now()) {
    throw new ControlError("UNAUTHORIZED", `Cannot authenticate: token "${token.name}" has expired`);
  }
  return token.maker === undefined
    ? installationTokenCaller(token)
    : personTokenCaller(token, await standings.of(token.maker));
}
