/** @module Documentation text made from the schema; a script writes it into docs and infra. */
import { describeConfig, type Setting } from "./settings.ts";

const isLimit = ({ path }: Setting) => path.startsWith("limits.");

/** `docs/configuration.md`: every setting but the limits, which have a page of their own. */
export function renderConfigReference(): string {
  const settings = describeConfig().filter((setting) => !isLimit(setting));
  return [
    "# Configuration",
    "",
    "Settings come from the environment, then from `flora.toml` or `flora.json` in the folder flora is started in",
    "(or the file that `FLORA_CONFIG` names), then from the defaults below. An empty variable counts as not set. A",
    "wrong value or an unknown name is reported with everything else that is wrong, and nothing starts.",
    "",
    "In a file, `section.name` is `name` in the table `[section]`:",
    "",
    "```toml",
    "workers = 4",
    "",
    "[limits]",
    "dispatchTimeoutMs = 5000",
    "```",
    "",
    "| Setting | Variable | Default | Allowed | Meaning |",
    "| --- | --- | --- | --- | --- |",
    ...settings.map((setting) =>
      row([
        `\`${setting.path}\``,
        `\`${setting.env}\``,
        defaultText(setting, (text) => `\`${text}\``),
        setting.allowed,
        setting.description,
      ])
    ),
    "",
    "Limits of guilds are settings too: see [limits](limits.md).",
    "",
  ].join("\n");
}

/** `docs/limits.md`: each limit of a guild. */
export function renderLimits(): string {
  return [
    "# Limits",
    "",
    "What one guild's script may use. The operator changes a limit in the table `[limits]` of the configuration file",
    "or by its variable. A timeout of 0 disables it.",
    "",
    "| Limit | Variable | Default | Allowed | Meaning |",
    "| --- | --- | --- | --- | --- |",
    ...describeConfig().filter(isLimit).map((setting) =>
      row([
        `\`${setting.path.slice("limits.".length)}\``,
        `\`${setting.env}\``,
        amount(setting),
        setting.allowed.replace(/^a whole number from (\d+) to (\d+)$/, "$1 to $2"),
        setting.description,
      ])
    ),
    "",
  ].join("\n");
}

/** `infra/env.example`: every variable, commented out, with its default. */
export function renderEnvExample(): string {
  const blocks = describeConfig().map((setting) => {
    const shown = defaultText(setting, (text) => text);
    const value = isUnset(setting) || setting.computedDefault ? "" : shown;
    const comment = [setting.description, `Allowed: ${setting.allowed}. Default: ${shown}.`]
      .map((line) => `# ${line.replaceAll("`", "")}`);
    return [...comment, `#${setting.env}=${value}`, ""].join("\n");
  });
  return ["# Settings of flora. Take away the # in front of what you set.", "", ...blocks].join("\n");
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function defaultText(setting: Setting, quote: (text: string) => string): string {
  if (setting.computedDefault) return setting.computedDefault;
  return isUnset(setting) ? "none" : quote(String(setting.default));
}

/** Nothing by default, or an empty list. */
function isUnset({ default: value }: Setting): boolean {
  return value === undefined || String(value) === "";
}

/** A default with its unit in words, where the name tells the unit. */
function amount({ path, default: value }: Setting): string {
  const number = Number(value);
  if (path.endsWith("Ms")) return number >= 1000 ? `${number / 1000} s` : `${number} ms`;
  if (!path.endsWith("Bytes")) return String(number);
  return number >= 1024 ** 2 ? `${number / 1024 ** 2} MiB` : `${number / 1024} KiB`;
}
