import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { FloraClient } from "@flora/api-client";
import { devFile } from "./dev/dev-files.ts";
import { env } from "./environment.ts";
import { UsageError } from "./failure.ts";
import { readConfig } from "./project/read-config.ts";

const DEFAULT_API_URL = "http://127.0.0.1:3000";

const Saved = z.object({ apiUrl: z.string(), token: z.string() });
const RunFile = z.object({ apiUrl: z.string(), token: z.string(), guildId: z.string().optional() });

/** Options every command shares. */
export interface GlobalOptions {
  api?: string;
  token?: string;
  json?: boolean;
  /** The flora that runs in this folder, whatever is configured or logged in. */
  local?: boolean;
}

export interface Session {
  client: FloraClient;
  apiUrl: string;
  token?: string;
  /** It was asked for with --local. */
  local: boolean;
  /** The project's guild, or the simulated one of a flora that runs in this folder. */
  defaultGuildId?: string;
}

/**
 * Where to talk to and as whom: flags, then FLORA_API_URL and FLORA_TOKEN, then the project's configuration, then what
 * `flora login` saved, then a flora that runs in this folder.
 */
export async function openSession(options: GlobalOptions): Promise<Session> {
  const local = await findLocal();
  if (options.local) {
    if (!local) throw new UsageError("Cannot use --local: no flora runs in this folder, start `flora dev`");
    const { apiUrl, token, guildId } = local;
    return {
      client: new FloraClient({ baseUrl: apiUrl, token }),
      apiUrl,
      token,
      local: true,
      defaultGuildId: guildId,
    };
  }
  const { values: config } = await readConfig(resolve("."));
  const saved = await readJson(savedPath(), Saved);
  const given = options.api ?? env("FLORA_API_URL") ?? config.api;
  if (given !== undefined && !isWebAddress(given)) {
    throw new UsageError(`Cannot use API address "${given}": it must be like ${DEFAULT_API_URL}`);
  }
  const apiUrl = given ?? saved?.apiUrl ?? local?.apiUrl ?? DEFAULT_API_URL;
  const same = <T extends { apiUrl: string }>(from: T | undefined) =>
    from && sameOrigin(from.apiUrl, apiUrl) ? from : undefined;
  const token = options.token ?? env("FLORA_TOKEN") ?? same(saved)?.token ?? same(local)?.token;
  return {
    client: new FloraClient({ baseUrl: apiUrl, token }),
    apiUrl,
    token,
    local: false,
    defaultGuildId: config.guild ?? same(local)?.guildId,
  };
}

/** A flora that runs in this folder: `npm start`, or `flora dev` of a project. */
async function findLocal(): Promise<z.infer<typeof RunFile> | undefined> {
  return await readJson(join(env("FLORA_DATA_DIR") ?? ".flora", "run.json"), RunFile) ??
    await readJson(devFile("."), RunFile);
}

/** Keeps a login for later commands, readable by its owner only. Answers the file's path. */
export async function saveLogin(login: z.infer<typeof Saved>): Promise<string> {
  const path = savedPath();
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(temporary, JSON.stringify(login, null, 2) + "\n", { mode: 0o600 });
  await Deno.rename(temporary, path);
  return path;
}

function savedPath(): string {
  const home = env("XDG_CONFIG_HOME") ?? join(env("HOME") ?? env("USERPROFILE") ?? ".", ".config");
  return join(home, "flora", "login.json");
}

async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | undefined> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}
