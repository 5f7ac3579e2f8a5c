import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { StorageError } from "./storage-error.ts";

const KEY_BYTES = 32;

/** A key for AES-256; the id is public and says which key sealed a text. */
export interface SealingKey {
  id: string;
  key: Uint8Array;
}

/** A new random key as text that `parseKey` reads. */
export function generateKey(): string {
  return randomBytes(KEY_BYTES).toString("base64");
}

/** Reads 32 bytes of base64. Throws StorageError, which never repeats the text. */
export function parseKey(text: string): SealingKey {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) {
    throw new StorageError("Cannot read master key: it is not base64, expected 32 bytes as base64");
  }
  const key = Buffer.from(trimmed, "base64");
  if (key.length !== KEY_BYTES) {
    throw new StorageError(
      `Cannot read master key: it has ${key.length} bytes, expected ${KEY_BYTES} as base64`,
    );
  }
  const id = createHash("sha256").update("flora key id\0").update(key).digest("hex").slice(0, 12);
  return { id, key: new Uint8Array(key) };
}

export interface MasterKeySources {
  configured?: string | undefined;
  /** Keys that only open what they sealed once. */
  previous?: readonly string[] | undefined;
  /** The key file: one key a line, the current one first. */
  path: string;
}

/**
 * The current key and those that still open. It is the configured one, or the first of the file, which the first process
 * to ask creates, readable by its owner only. A file's keys still open when a key is configured later.
 */
export async function loadMasterKeys(
  { configured, previous = [], path }: MasterKeySources,
): Promise<SealingKey[]> {
  const text = await readKeyFile(path) ?? (configured ? "" : await createKeyFile(path));
  const given = [...configured ? [configured] : [], ...previous].map(parseKey);
  const keys = [...given, ...readLines(text, path)];
  return keys.filter(({ id }, index) => keys.findIndex((key) => key.id === id) === index);
}

function readLines(text: string, path: string): SealingKey[] {
  try {
    return text.split("\n").filter((line) => line.trim() !== "").map(parseKey);
  } catch (error) {
    throw new StorageError(`Cannot use key file "${path}": ${(error as Error).message}`, { cause: error });
  }
}

async function readKeyFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return null;
    throw new StorageError(`Cannot read key file "${path}": ${(error as Error).message}`, { cause: error });
  }
}

/** Linking a finished file into place makes it appear whole, and to one process only. */
async function createKeyFile(path: string): Promise<string> {
  const text = generateKey();
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(temporary, text + "\n", { mode: 0o600, flag: "wx" });
    await link(temporary, path);
    return text;
  } catch (error) {
    if ((error as { code?: string }).code === "EEXIST") return await readFile(path, "utf8");
    throw new StorageError(`Cannot create key file "${path}": ${(error as Error).message}`, { cause: error });
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}
