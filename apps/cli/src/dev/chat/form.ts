import type { Wire } from "@flora/discord-emulator/state/types";
import { ChatError, type Lookup } from "./lookup.ts";

/** One field of a form that opened. */
interface Field {
  id: string;
  label: string;
  type: number;
  required: boolean;
  choices: { label: string; value: string }[];
  /** What it holds already. */
  value?: string;
  several: boolean;
}

const TEXT = 4;

/** A form that opened for a member, filled in one line per field. */
export class Form {
  readonly title: string;
  readonly #fields: Field[];
  readonly #values: Record<string, unknown> = {};
  #at = 0;

  constructor(modal: { title: string; components: unknown[] }, private readonly lookup: Lookup) {
    this.title = modal.title;
    this.#fields = (modal.components as Wire[]).flatMap((one) => fieldsOf(one));
  }

  get labels(): string[] {
    return this.#fields.map(({ label }) => label);
  }

  /** What to type next; undefined when every field has been asked for. */
  get question(): string | undefined {
    const field = this.#fields[this.#at];
    if (!field) return undefined;
    const choices = field.choices.map(({ value }) => value).join(" | ");
    const hints = [
      ...choices ? [choices] : [],
      ...field.several ? ["several with commas"] : [],
      ...field.value ? [`Enter for "${field.value}"`] : field.required ? [] : ["optional"],
    ];
    return `${field.label}${hints.length === 0 ? "" : ` (${hints.join(", ")})`}`;
  }

  get values(): Record<string, unknown> {
    return this.#values;
  }

  /** Takes the answer to the question; nothing leaves the field as it is. */
  answer(text: string): void {
    const field = this.#fields[this.#at]!;
    const given = text.trim();
    if (given === "" && field.required && !field.value) {
      throw new ChatError(`leave "${field.label}" empty: it is required`);
    }
    if (given !== "") this.#values[field.id] = this.#read(field, text);
    this.#at++;
  }

  #read(field: Field, text: string): unknown {
    const { lookup } = this;
    const each = (find: (word: string) => string) => text.split(",").map((word) => find(word.trim()));
    switch (field.type) {
      case TEXT:
        return text.replaceAll("\\n", "\n");
      case 5:
        return each((word) => lookup.memberId(word));
      case 6:
        return each((word) => lookup.roleId(word));
      case 7:
        return each((word) => lookup.mentionableId(word));
      case 8:
        return each((word) => lookup.channelId(word));
      case 23:
        return /^(true|yes|on|x|1)$/i.test(text.trim());
      default:
        return each((word) =>
          field.choices.find(({ label, value }) => label === word || value === word)?.value ?? word
        );
    }
  }
}

/** Rows hold fields; a label holds one and names it. */
function fieldsOf(one: Wire, label?: string): Field[] {
  if (Array.isArray(one.components)) return (one.components as Wire[]).flatMap((child) => fieldsOf(child));
  if (one.component) return fieldsOf(one.component as Wire, String(one.label));
  if (typeof one.custom_id !== "string") return [];
  const choices = (one.options as { label: string; value: string }[] | undefined) ?? [];
  return [{
    id: one.custom_id,
    label: label ?? (one.label as string | undefined) ?? one.custom_id,
    type: one.type as number,
    required: one.required !== false,
    choices,
    ...typeof one.value === "string" && one.value !== "" ? { value: one.value } : {},
    several: Number(one.max_values ?? 1) > 1,
  }];
}
