import { createHash, randomBytes } from "node:crypto";
import type { Storage } from "@flora/storage";

const ID = "supervisor";

/** Makes this start's operator token; the one of the last start ends with it. */
export async function issueOperatorToken(storage: Storage): Promise<string> {
  const token = `flora_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(token).digest("hex");
  await storage.tokens.delete(ID);
  const createdAt = Date.now();
  await storage.tokens.put({ id: ID, hash, name: "operator", kind: "api", level: "operator", createdAt });
  return token;
}
