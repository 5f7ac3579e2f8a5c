import type { Command } from "commander";

/** A word that may come next, and what it is for. */
export interface Word {
  text: string;
  help: string;
}

/** What may follow a command, `path` being its words from the first on. */
export interface Place {
  path: string;
  words: Word[];
}

/** Values of options that have a closed set of them, by the option's long name. */
export type Values = Record<string, string[]>;

/** Every place of a command line where Tab has something to offer. */
export function placesOf(program: Command): { places: Place[]; values: Values } {
  const places: Place[] = [];
  const values: Values = {};
  const everywhere = optionWords(program);
  const walk = (command: Command, path: string) => {
    for (const { long, argChoices } of command.options) if (long && argChoices) values[long] = argChoices;
    const own = command === program ? [] : optionWords(command);
    const children = command.commands.map((one) => ({ text: one.name(), help: one.description() }));
    const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
    const named = choices.map((text) => ({ text, help: "" }));
    places.push({ path, words: [...children, ...named, ...own, ...everywhere] });
    for (const child of command.commands) walk(child, `${path} ${child.name()}`);
  };
  walk(program, program.name());
  return { places, values };
}

function optionWords(command: Command): Word[] {
  const own = command.options.filter(({ hidden }) => !hidden);
  return own.map(({ long, short, description }) => ({ text: long ?? short!, help: description }));
}
