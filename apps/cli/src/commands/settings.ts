import type { Command } from "commander";
import { readSettingText } from "@flora/model";
import type { SettingInfo } from "@flora/protocol/api";
import { UsageError } from "../failure.ts";
import { pickGuild } from "../guild.ts";
import { print, printable, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

type SettingsOptions = GlobalOptions & { guild?: string; reset?: boolean };

export function addSettings(program: Command): void {
  program.command("settings")
    .description("show the settings of a guild's script, or change one")
    .argument("[key]", "the setting")
    .argument("[value]", "what to set it to")
    .option("-g, --guild <id>", "the guild")
    .option("--reset", "take the setting back to its default")
    .action(async (key: string | undefined, value: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<SettingsOptions>();
      if (options.reset && (key === undefined || value !== undefined)) {
        throw new UsageError("Cannot reset: name one setting and no value");
      }
      const session = await openSession(options);
      const guildId = pickGuild(session, options.guild);
      let { settings } = await session.client.settings(guildId);
      const found = key === undefined ? undefined : find(settings, key);
      if (found && (value !== undefined || options.reset)) {
        const change = { [found.key]: value === undefined ? null : parse(found, value) };
        ({ settings } = await session.client.changeSettings(guildId, change));
      }
      const shown = found ? settings.filter((one) => one.key === found.key) : settings;
      if (options.json) return print(JSON.stringify({ settings: shown }));
      if (found) return print(valueOf(shown[0]!));
      if (shown.length === 0) return print("No settings. A script defines them with `settings({…})`.");
      print(table(["KEY", "VALUE", "TYPE", "LABEL"], shown.map(row)));
    });
}

function find(settings: SettingInfo[], key: string): SettingInfo {
  const found = settings.find((one) => one.key === key);
  if (found) return found;
  const known = settings.map((one) => one.key).join(", ") || "none";
  throw new UsageError(`Cannot find setting "${printable(key)}": there are ${known}`);
}

/** What was typed, as the type of the setting has it; whether it fits is for flora to judge. */
function parse({ key, type }: SettingInfo, text: string): string | number | boolean {
  const value = readSettingText(type, text);
  if (value !== undefined) return value;
  const why = type === "number" ? `"${printable(text)}" is no number` : "say true or false";
  throw new UsageError(`Cannot set "${key}": ${why}`);
}

const valueOf = ({ value }: SettingInfo) => value === undefined ? "" : printable(String(value));

function row(setting: SettingInfo): string[] {
  const { key, value, type, label, set } = setting;
  const shown = value === undefined ? "not set" : valueOf(setting);
  return [key, set || value === undefined ? shown : `${shown} (default)`, type, label];
}
