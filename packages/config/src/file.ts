/** @module Finds, reads and locates lines of the configuration file. */
import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parse as parseToml, TomlError } from "smol-toml";
import { ConfigError } from "./config-error.ts";

export interface ConfigFile {
  /** As shown in errors. */
  name: string;
  values: Record<string, unknown>;
  /** `flora.toml:12` for a path of keys, or the file alone when the line is not found. */
  locate(path: string[]): string;
}

const defaultNames = ["flora.toml", "flora.json"];

/** Reads the named file, or the one in `cwd` if there is one. Throws ConfigError. */
export function readConfigFile(cwd: string, named?: { path: string; origin: string }): ConfigFile | null {
  const found = named ? [named.path] : defaultNames.filter((name) => existsSync(resolve(cwd, name)));
  if (found.length > 1) {
    throw new ConfigError([{
      path: found.join(" and "),
      origin: cwd,
      message: "only one of them may be there; delete one, or name one in FLORA_CONFIG",
    }]);
  }
  const path = found[0];
  if (path === undefined) return null;
  const text = readText(resolve(cwd, path), named?.origin ?? path);
  const name = named ? path : basename(path);
  return path.endsWith(".json") ? readJson(name, text) : readTomlFile(name, text);
}

function readText(path: string, origin: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const message = error instanceof TypeError ? "is not UTF-8 text" : (error as Error).message;
    throw new ConfigError([{ path, origin, message: `cannot be read: ${message}` }]);
  }
}

function readTomlFile(name: string, text: string): ConfigFile {
  try {
    return { name, values: parseToml(text), locate: (path) => withLine(name, tomlLine(text, path)) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    throw new ConfigError([{
      path: name,
      origin: `${name}:${error.line}`,
      message: `is not valid TOML: ${reason}`,
    }]);
  }
}

function readJson(name: string, text: string): ConfigFile {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    const position = /position (\d+)/.exec(reason);
    const origin = withLine(name, position ? lineAt(text, Number(position[1])) : undefined);
    throw new ConfigError([{ path: name, origin, message: `is not valid JSON: ${withoutText(reason)}` }]);
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new ConfigError([{ path: name, origin: name, message: "must hold an object of settings" }]);
  }
  return {
    name,
    values: values as Record<string, unknown>,
    locate: (path) => withLine(name, jsonLine(text, path)),
  };
}

/** Short documents are quoted whole in the parser's message; they may hold secrets. */
function withoutText(reason: string): string {
  return reason.replace(/, "?\.{0,3}"[\s\S]* is not valid JSON$/, "");
}

function withLine(name: string, line: number | undefined): string {
  return line === undefined ? name : `${name}:${line}`;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}

/** Follows table headers and keys; keys in unusual spellings (quoted, inline tables) are not found. */
function tomlLine(text: string, path: string[]): number | undefined {
  let table: string[] = [];
  for (const [index, row] of text.split("\n").entries()) {
    const header = /^\s*\[\s*([\w.\s-]+?)\s*\]/.exec(row);
    const key = /^\s*([\w.-]+)\s*=/.exec(row);
    if (header) table = header[1]!.split(/\s*\.\s*/);
    const full = header ? table : key && [...table, ...key[1]!.split(".")];
    if (full && full.join(".") === path.join(".")) return index + 1;
  }
  return undefined;
}

/** Each key of the path is looked for behind the one before it. */
function jsonLine(text: string, path: string[]): number | undefined {
  let from = 0;
  for (const key of path) {
    const found = text.slice(from).search(new RegExp(`${RegExp.escape(JSON.stringify(key))}\\s*:`));
    if (found < 0) return undefined;
    from += found;
  }
  return lineAt(text, from);
}
