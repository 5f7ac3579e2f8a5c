import * as clack from "@clack/prompts";
import type { Template } from "./templates.ts";

export interface Choices {
  folder: string;
  template: string;
  guild?: string;
  install: boolean;
}

/** The person changed their mind. */
export class Cancelled extends Error {
  constructor() {
    super("Cancelled: nothing was written");
  }
}

/** Asks, in a terminal, for what the command line left open. */
export async function askChoices(given: Partial<Choices>, templates: Template[]): Promise<Choices> {
  clack.intro("A new bot");
  const folder = given.folder ?? answer(
    await clack.text({
      message: "In which folder?",
      placeholder: "my-bot",
      defaultValue: "my-bot",
    }),
  );
  const template = given.template ?? answer(
    await clack.select({
      message: "What does it begin as?",
      options: templates.map(({ name, title, description }) => ({
        value: name,
        label: title,
        hint: description,
      })),
    }),
  );
  const guild = given.guild ?? answer(
    await clack.text({
      message: "Id of your server? (Enter for later)",
      defaultValue: "",
      validate: (text) => !text || isId(text) ? undefined : "An id has 17 to 20 digits",
    }),
  );
  const install = given.install ??
    answer(await clack.confirm({ message: "Install its packages with npm now?" }));
  clack.outro("Writing it …");
  return { folder, template, install, ...guild === "" ? {} : { guild } };
}

export function isId(text: string): boolean {
  return /^\d{17,20}$/.test(text);
}

function answer<T>(value: T): Exclude<T, symbol> {
  if (clack.isCancel(value)) throw new Cancelled();
  return value as Exclude<T, symbol>;
}
