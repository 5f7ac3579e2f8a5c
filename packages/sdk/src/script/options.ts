/** @module Reading of an interaction's data, which keeps Discord's own spelling. */
import type { OptionValue } from "./context-types.ts";

interface Option {
  name: string;
  type: number;
  value?: OptionValue;
  focused?: boolean;
  options?: Option[];
}
interface CommandData {
  options?: Option[];
}

const SUBCOMMAND = 1;
const GROUP = 2;

/** Group and subcommand that were called, and the options below them. */
export function readPath(
  data: CommandData | undefined,
): { group?: string; subcommand?: string; options: Option[] } {
  let options = data?.options ?? [];
  let group: string | undefined, subcommand: string | undefined;
  if (options[0]?.type === GROUP) [group, options] = [options[0].name, options[0].options ?? []];
  if (options[0]?.type === SUBCOMMAND) [subcommand, options] = [options[0].name, options[0].options ?? []];
  return {
    ...(group === undefined ? {} : { group }),
    ...(subcommand === undefined ? {} : { subcommand }),
    options,
  };
}

export function optionValues(data: CommandData | undefined): Record<string, OptionValue> {
  return Object.fromEntries(readPath(data).options.map(({ name, value }) => [name, value]));
}

export function focusedOption(data: CommandData | undefined): Option | undefined {
  return readPath(data).options.find(({ focused }) => focused);
}

interface Field {
  custom_id?: string;
  value?: string;
  values?: string[];
  component?: Field;
  components?: Field[];
}

/** Values of a form by custom id, whatever rows and labels they stand in. */
export function formFields(data: { components?: Field[] } | undefined): Record<string, string | string[]> {
  const values: [string, string | string[]][] = [];
  const walk = (field: Field): void => {
    const value = field.values ?? field.value;
    if (field.custom_id !== undefined && value !== undefined) values.push([field.custom_id, value]);
    if (field.component) walk(field.component);
    field.components?.forEach(walk);
  };
  data?.components?.forEach(walk);
  return Object.fromEntries(values);
}
