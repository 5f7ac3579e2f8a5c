import { isAbsolute, resolve } from "node:path";
import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { type ConfigFile, readConfigFile } from "./file.ts";
import { nearest } from "./nearest.ts";
import { type Config, RawConfig } from "./schema.ts";
import { describeConfig, type Setting } from "./settings.ts";
import { showValue } from "./show-value.ts";

/** Variables with the prefix that are no settings: they belong to the CLI or pass between flora's own processes. */
const otherVariables = [
  "FLORA_CONFIG",
  "FLORA_API_URL",
  "FLORA_TOKEN",
  "FLORA_GUILD",
  "FLORA_NAME",
  "FLORA_CLOCK_FILE",
  "FLORA_EMULATED",
  "FLORA_EMULATED_BOT",
  "FLORA_GATEWAY_LINK",
  "FLORA_GUEST_IMAGE",
  "FLORA_LINK_SECRET",
  "FLORA_MOVE_WATCHER",
  "FLORA_PROBE_ADDRESS",
];

export interface LoadOptions {
  env: Record<string, string | undefined>;
  /** Where the file is looked for, and what relative paths start from. */
  cwd: string;
  /** Path of the file; wins over `FLORA_CONFIG`. */
  file?: string;
}

/** Reads every setting: environment before file before default. Throws ConfigError with all that is wrong. */
export function loadConfig({ env, cwd, file }: LoadOptions): Config {
  const named = file ?? env.FLORA_CONFIG;
  const origin = file === undefined ? "env FLORA_CONFIG" : "given file";
  const configFile = readConfigFile(cwd, named ? { path: named, origin } : undefined);
  const settings = describeConfig();
  const problems = [
    ...unknownVariables(env, settings),
    ...(configFile ? unknownKeys(configFile, settings) : []),
  ];
  const { input, origins } = merge(env, configFile, settings);

  const parsed = RawConfig.safeParse(input);
  if (!parsed.success) {
    const bad = new Set(parsed.error.issues.map(({ path }) => settingOf(path, settings)));
    for (const setting of bad) {
      if (setting) problems.push(badValue(setting, valueAt(input, setting.path), origins.get(setting.path)!));
    }
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return withPaths(parsed.data, cwd);
}

function withPaths(raw: RawConfig, cwd: string): Config {
  const dataDir = resolve(cwd, raw.dataDir);
  const storage = raw.storage ?? `sqlite:${resolve(dataDir, "flora.db")}`;
  if (!storage.startsWith("sqlite:")) return { ...raw, dataDir, storage };
  const path = storage.slice("sqlite:".length);
  return { ...raw, dataDir, storage: isAbsolute(path) ? storage : `sqlite:${resolve(cwd, path)}` };
}

/** Settings as found, environment first, and where each came from. An empty variable counts as not set. */
function merge(env: LoadOptions["env"], file: ConfigFile | null, settings: Setting[]) {
  const input: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  for (const setting of settings) {
    const keys = setting.path.split(".");
    const text = env[setting.env];
    const value = text ? fromText(setting, text) : file ? valueAt(file.values, setting.path) : undefined;
    if (value === undefined) continue;
    origins.set(setting.path, text ? `env ${setting.env}` : file!.locate(keys));
    let target = input;
    for (const key of keys.slice(0, -1)) target = (target[key] ??= {}) as Record<string, unknown>;
    target[keys.at(-1)!] = value;
  }
  return { input, origins };
}

function fromText({ kind }: Setting, text: string): unknown {
  if (kind === "list") return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
  if (kind !== "text" && /^-?\d+(\.\d+)?$/.test(text.trim())) return Number(text);
  return text;
}

function valueAt(values: unknown, path: string): unknown {
  let value = values;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function settingOf(path: PropertyKey[], settings: Setting[]): Setting | undefined {
  const text = path.join(".");
  return settings.find((setting) => text === setting.path || text.startsWith(`${setting.path}.`));
}

function badValue(setting: Setting, value: unknown, origin: string): ConfigProblem {
  return {
    path: setting.path,
    origin,
    message: `is ${showValue(setting, value)}, allowed: ${setting.allowed.replaceAll("`", "")}`,
  };
}

function unknownVariables(env: LoadOptions["env"], settings: Setting[]): ConfigProblem[] {
  const known = [...settings.map((setting) => setting.env), ...otherVariables];
  return Object.keys(env)
    .filter((name) => name.startsWith("FLORA_") && !known.includes(name))
    .map((name) => ({ path: name, origin: "env", message: `is no setting${suggest(name, known)}` }));
}

/** Keys that no setting has, and sections that are not tables. */
function unknownKeys(file: ConfigFile, settings: Setting[]): ConfigProblem[] {
  const leaves = new Set(settings.map(({ path }) => path));
  const sections = new Set(settings.flatMap(({ path }) => path.split(".").slice(0, -1)));
  const problems: ConfigProblem[] = [];
  const walk = (values: Record<string, unknown>, parents: string[]) => {
    for (const [key, value] of Object.entries(values)) {
      const keys = [...parents, key];
      const path = keys.join(".");
      if (leaves.has(path)) continue;
      if (parents.length === 0 && sections.has(key)) {
        if (isTable(value)) walk(value, keys);
        else {problems.push({
            path,
            origin: file.locate(keys),
            message: "is a section: it must be a table of settings",
          });}
      } else {
        const known = parents.length === 0 ? [...leaves, ...sections] : leaves;
        problems.push({ path, origin: file.locate(keys), message: `is no setting${suggest(path, known)}` });
      }
    }
  };
  walk(file.values, []);
  return problems;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function suggest(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant ? `; did you mean ${meant}?` : "";
}
