import { ControlError, readSettingText } from "@flora/model";
import type { SettingInfo } from "@flora/protocol/api";
import type { Command } from "../ask.ts";
import { inline, plain } from "../text.ts";

const MOST = 25;

/** Shows settings, or changes one. */
export const settings: Command = async ({ client, guildId, options }) => {
  const { key, value, reset } = options;
  const list = (await client.settings(guildId)).settings;
  if (key === undefined) {
    if (value !== undefined || reset) throw invalid("Cannot change a setting: say which with `key`");
    return list.length === 0 ? "The script has no settings." : list.slice(0, MOST).map(describe).join("\n");
  }
  const setting = list.find((one) => one.key === key);
  if (!setting) throw invalid(`Cannot find setting ${inline(String(key))}: there is none of this name`);
  if (value === undefined && !reset) return describe(setting);
  const wanted = reset ? null : readSettingText(setting.type, String(value));
  if (wanted === undefined) {
    throw invalid(
      `Cannot set ${inline(setting.key)}: it must be ${
        setting.type === "number" ? "a number" : "true or false"
      }`,
    );
  }
  const changed = (await client.changeSettings(guildId, { [setting.key]: wanted })).settings;
  return describe(changed.find((one) => one.key === setting.key) ?? setting);
};

const invalid = (message: string) => new ControlError("INVALID_REQUEST", message);

function describe({ key, label, value, set }: SettingInfo): string {
  const shown = value === undefined ? "not set" : inline(String(value), 200);
  return `${inline(key)} ${plain(label)}: ${shown}${set || value === undefined ? "" : " (default)"}`;
}
