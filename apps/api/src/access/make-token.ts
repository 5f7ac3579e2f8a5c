import { ControlError, type UserId } from "@flora/model";
import type { TokenCreate } from "@flora/protocol/api";
import type { TokenRecord, TokenStorage } from "@flora/storage";
import { newToken, newTokenId } from "./proofs.ts";
import { type Caller, mayIn } from "./caller.ts";

const DAY_MS = 86_400_000;
const TOKENS_PER_MAKER = 100;

/** Makes a token that can do no more than whoever makes it. Throws what the maker may not. */
export async function makeToken(
  tokens: TokenStorage,
  caller: Caller,
  { name, role, guildIds, readOnly, expiresInDays }: TokenCreate,
  now: number,
): Promise<{ token: string; record: TokenRecord }> {
  const level = role ?? (guildIds ? "editor" : "operator");
  judge(caller, { level, guildIds });
  const theirs = await tokensOf(tokens, caller.userId);
  if (theirs.length >= TOKENS_PER_MAKER) {
    throw new ControlError("TOO_LARGE", `Cannot make a token: there are ${theirs.length}, revoke some first`);
  }
  const expiresAt = expiryOf(caller, expiresInDays === undefined ? undefined : now + expiresInDays * DAY_MS);
  const { token, hash } = newToken();
  const record: TokenRecord = {
    id: newTokenId(),
    hash,
    name,
    kind: "api",
    level,
    ...(guildIds ? { guildIds } : {}),
    ...(readOnly ? { readOnly } : {}),
    ...(caller.userId === undefined ? {} : { maker: caller.userId }),
    createdAt: now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  await tokens.put(record);
  return { token, record };
}

function judge(caller: Caller, { level, guildIds }: Pick<TokenRecord, "level" | "guildIds">): void {
  if (level === "operator" && guildIds) {
    throw new ControlError("INVALID_REQUEST", "Cannot make a token: an operator's is for every guild", {
      field: "guildIds",
    });
  }
  if (caller.operator) return;
  if (level === "operator" || !guildIds) {
    throw new ControlError(
      "FORBIDDEN",
      "Cannot make a token for every guild: it takes an operator, name guilds",
    );
  }
  for (const guildId of guildIds) {
    if (mayIn(caller, guildId, "admin")) continue;
    throw new ControlError(
      "FORBIDDEN",
      `Cannot make a token for guild ${guildId}: it takes the role admin there`,
    );
  }
}

/** What a token makes ends with it at the latest; what a person makes lasts as they like. */
function expiryOf({ proof }: Caller, asked: number | undefined): number | undefined {
  const own = proof.kind === "token" && proof.token.kind === "api" ? proof.token.expiresAt : undefined;
  return own === undefined ? asked : Math.min(own, asked ?? own);
}

/** Those of a person, or of the installation. */
async function tokensOf(tokens: TokenStorage, maker: UserId | undefined): Promise<TokenRecord[]> {
  if (maker !== undefined) return await tokens.listOf(maker);
  return (await tokens.list()).filter((token) => token.maker === undefined);
}

/** The tokens that somebody may see and revoke: an operator all, a person their own, a token itself. */
export async function visibleTokens(tokens: TokenStorage, caller: Caller): Promise<TokenRecord[]> {
  const { operator, proof, userId } = caller;
  if (operator) return await tokens.list();
  if (proof.kind === "token" && proof.token.kind === "api") return [proof.token];
  return await tokens.listOf(userId!);
}
