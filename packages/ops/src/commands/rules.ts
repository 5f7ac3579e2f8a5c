/** @module Rules of Discord that hold between the parts of a command. Each answers where and what is wrong. */
import { countCharacters } from "../discord/text.ts";
import type { Command, Option, ValueOption } from "./definition.ts";

export type Refuse = (path: (string | number)[], message: string) => void;

const COMMAND_CHARACTERS = 8000;

/** Order, names, nesting and ranges of one command's options, and the sum of its texts. */
export function judgeCommand(command: Command, refuse: Refuse): void {
  if (command.type === 1 && command.options) judgeOptions(command.options, ["options"], refuse);
  const characters = commandCharacters(command);
  if (characters > COMMAND_CHARACTERS) {
    refuse(
      [],
      `has ${characters} characters of names, descriptions and values, at most ${COMMAND_CHARACTERS}`,
    );
  }
}

/** Order, names and nesting of options at one level and below. */
export function judgeOptions(options: Option[], path: (string | number)[], refuse: Refuse): void {
  const names = new Set<string>();
  const nested = options.filter((option) => option.type <= 2).length;
  if (nested > 0 && nested < options.length) refuse(path, "must not mix subcommands with other options");
  let optionalSeen = false;
  options.forEach((option, index) => {
    const here = [...path, index];
    if (names.has(option.name)) refuse([...here, "name"], `repeats ${JSON.stringify(option.name)}`);
    names.add(option.name);
    if (option.type === 1 || option.type === 2) {
      return judgeOptions(option.options ?? [], [...here, "options"], refuse);
    }
    if (!option.required) optionalSeen = true;
    else if (optionalSeen) refuse([...here, "required"], "must stand before options that are not required");
    judgeValue(option, here, refuse);
  });
}

function judgeValue(option: ValueOption, here: (string | number)[], refuse: Refuse): void {
  if ("autocomplete" in option && option.autocomplete && option.choices?.length) {
    refuse([...here, "choices"], "does not go with autocomplete");
  }
  if ("min_value" in option && option.min_value !== undefined && option.max_value !== undefined) {
    if (option.min_value > option.max_value) refuse([...here, "min_value"], "must not be above max_value");
  }
  if ("min_length" in option && option.min_length !== undefined && option.max_length !== undefined) {
    if (option.min_length > option.max_length) {
      refuse([...here, "min_length"], "must not be above max_length");
    }
  }
}

/** Characters as Discord adds them up: of each translated text only the longest counts. */
function commandCharacters(node: Command | Option): number {
  let sum = longest(node.name, node.name_localizations);
  if ("description" in node) sum += longest(node.description, node.description_localizations);
  if ("choices" in node) {
    for (const choice of node.choices ?? []) {
      sum += longest(choice.name, choice.name_localizations) + countCharacters(String(choice.value));
    }
  }
  if ("options" in node) { for (const option of node.options ?? []) sum += commandCharacters(option); }
  return sum;
}

function longest(text: string, translations: Record<string, string> | null | undefined): number {
  return Math.max(...[text, ...Object.values(translations ?? {})].map(countCharacters));
}
