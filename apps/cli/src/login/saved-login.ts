import { dirname, join } from "node:path";
import { z } from "zod";
import { env } from "../environment.ts";
import { readJson } from "./read-json.ts";

const SavedLogin = z.object({ apiUrl: z.string(), token: z.string() });
export type SavedLogin = z.infer<typeof SavedLogin>;

/** What `flora login` kept. */
export function readLogin(): Promise<SavedLogin | undefined> {
  return readJson(savedPath(), SavedLogin);
}

/** Keeps a login for later commands, readable by its owner only. Answers the file's path; throws an error that names it. */
export async function saveLogin(login: SavedLogin): Promise<string> {
  const path = savedPath();
  const temporary = `${path}.${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(temporary, JSON.stringify(login, null, 2) + "\n", { mode: 0o600 });
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => undefined);
    throw new Error(`Cannot save the login in ${path}: ${(error as Error).message}`, { cause: error });
  }
  return path;
}

export async function forgetLogin(): Promise<void> {
  await Deno.remove(savedPath()).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

function savedPath(): string {
  const home = env("XDG_CONFIG_HOME") ?? join(env("HOME") ?? env("USERPROFILE") ?? ".", ".config");
  return join(home, "flora", "login.json");
}
