import { join, resolve } from "node:path";
import { z } from "zod";
import { ApiError, FloraClient } from "@flora/api-client";
import { devFile } from "./dev/dev-files.ts";
import { env } from "./environment.ts";
import { UsageError } from "./failure.ts";
import { readJson } from "./login/read-json.ts";
import { readLogin } from "./login/saved-login.ts";
import { note, printable } from "./output.ts";
import { readConfig } from "./project/read-config.ts";

const DEFAULT_API_URL = "http://127.0.0.1:3000";
/** For an API that may not be there any more. */
const PATIENCE_MS = 3_000;

const RunFile = z.object({ apiUrl: z.string(), token: z.string(), guildId: z.string().optional() });

/** Options every command shares. */
export interface GlobalOptions {
  api?: string;
  apiUrl?: string;
  token?: string;
  json?: boolean;
  /** The flora that runs in this folder, whatever is configured or logged in. */
  local?: boolean;
}

export interface Session {
  client: FloraClient;
  apiUrl: string;
  token?: string;
  /** Where the token is from, in words. */
  tokenFrom: string;
  /** It was asked for with --local. */
  local: boolean;
  /** The project's guild, or the simulated one of a flora that runs in this folder. */
  defaultGuildId?: string;
}

/** An API and a token for it. */
interface Door {
  apiUrl: string;
  token?: string;
  tokenFrom: string;
}

/**
 * Where to talk to and as whom: flags, then FLORA_API_URL and FLORA_TOKEN, then the project's configuration, then what
 * `flora login` saved, then a flora that runs in this folder. A saved login that works no longer does not stand in the
 * way of one that does.
 */
export async function openSession(options: GlobalOptions): Promise<Session> {
  const local = await findLocal();
  if (options.local) {
    if (!local) throw new UsageError("Cannot use --local: no flora runs in this folder, start `flora dev`");
    return open({ ...local, tokenFrom: FOLDER }, { local: true, defaultGuildId: local.guildId });
  }
  const { values: config } = await readConfig(resolve("."));
  const given = options.api ?? options.apiUrl ?? env("FLORA_API_URL") ?? config.api;
  if (given !== undefined && !isWebAddress(given)) {
    throw new UsageError(`Cannot use API address "${given}": it must be like ${DEFAULT_API_URL}`);
  }
  const door = await pickDoor(given, explicitToken(options), local);
  const here = local && sameOrigin(local.apiUrl, door.apiUrl) ? local.guildId : undefined;
  return open(door, { local: false, defaultGuildId: config.guild ?? here });
}

const FOLDER = "the flora that runs in this folder";
const LOGIN = "the saved login";

async function pickDoor(
  given: string | undefined,
  explicit: Pick<Door, "token" | "tokenFrom"> | undefined,
  local: z.infer<typeof RunFile> | undefined,
): Promise<Door> {
  const saved = await readLogin();
  const fits = ({ apiUrl }: { apiUrl: string }) => given === undefined || sameOrigin(apiUrl, given);
  const doors: Door[] = [
    ...(saved && fits(saved) ? [{ ...saved, tokenFrom: LOGIN }] : []),
    ...(local && fits(local) ? [{ ...local, tokenFrom: FOLDER }] : []),
  ];
  const apiUrl = given ?? doors[0]?.apiUrl ?? DEFAULT_API_URL;
  if (explicit) return { apiUrl, ...explicit };
  const [first, second] = doors;
  if (!first) return { apiUrl, tokenFrom: "nowhere: there is none" };
  if (!second) return { ...first, apiUrl };
  const problem = await problemOf(first);
  if (problem === undefined) return { ...first, apiUrl };
  note(`The saved login does not work (${printable(problem)}); using ${FOLDER}, ${second.apiUrl}.`);
  return { ...second, apiUrl: given ?? second.apiUrl };
}

/** Why a door does not open, where it does not. */
async function problemOf({ apiUrl, token }: Door): Promise<string | undefined> {
  try {
    await new FloraClient({ baseUrl: apiUrl, token, signal: AbortSignal.timeout(PATIENCE_MS) }).whoami();
    return undefined;
  } catch (error) {
    return error instanceof ApiError && (error.status === 401 || error.status === 0)
      ? error.message
      : undefined;
  }
}

function explicitToken({ token }: GlobalOptions): Pick<Door, "token" | "tokenFrom"> | undefined {
  if (token !== undefined) return { token, tokenFrom: "--token" };
  const variable = env("FLORA_TOKEN");
  return variable === undefined ? undefined : { token: variable, tokenFrom: "FLORA_TOKEN" };
}

function open(
  { apiUrl, token, tokenFrom }: Door,
  rest: Pick<Session, "local" | "defaultGuildId">,
): Session {
  return { client: new FloraClient({ baseUrl: apiUrl, token }), apiUrl, token, tokenFrom, ...rest };
}

/** A flora that runs in this folder: `npm start`, or `flora dev` of a project. */
async function findLocal(): Promise<z.infer<typeof RunFile> | undefined> {
  return await readJson(join(env("FLORA_DATA_DIR") ?? ".flora", "run.json"), RunFile) ??
    await readJson(devFile("."), RunFile);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}
