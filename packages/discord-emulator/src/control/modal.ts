import type { Channel, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { reject } from "./errors.ts";
import type { Resolved } from "./options.ts";
import { pick } from "./select.ts";

/** Every component of a tree, nested ones and accessories included. */
export function allComponents(components: Wire[]): Wire[] {
  return components.flatMap((one) => [
    one,
    ...allComponents((one.components as Wire[] | undefined) ?? []),
    ...(one.accessory ? allComponents([one.accessory as Wire]) : []),
    ...(one.component ? allComponents([one.component as Wire]) : []),
  ]);
}

/** Fits what a person filled in to the fields of a modal, in the shape the bot receives. */
export function bindModal(
  world: World,
  channel: Channel,
  modal: Wire,
  fields: Record<string, unknown>,
  resolved: Resolved,
): Wire[] {
  const components = modal.components as Wire[];
  const known = allComponents(components).map((one) => one.custom_id).filter((id) => typeof id === "string");
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) {
      reject(`fields.${name}`, `Cannot fill in "${name}": the modal has ${known.join(", ") || "no fields"}`);
    }
  }
  let id = 0;
  const bindOne = (field: Wire): Wire => {
    const { custom_id, type } = field;
    return {
      type,
      id: field.id ?? ++id,
      custom_id,
      ...fill(world, channel, field, fields[custom_id as string], resolved),
    };
  };
  return components.map((one): Wire => {
    const base = { type: one.type, id: one.id ?? ++id };
    if (one.type === 1) return { ...base, components: (one.components as Wire[]).map(bindOne) };
    return one.type === 18 ? { ...base, component: bindOne(one.component as Wire) } : base;
  });
}

function fill(world: World, channel: Channel, field: Wire, given: unknown, resolved: Resolved): Wire {
  const path = `fields.${field.custom_id}`;
  const required = field.required !== false;
  if (field.type === 4) return { value: text(field, given, required, path) };
  if (field.type === 23) return { value: given === undefined ? field.default === true : given === true };
  const values = given === undefined ? [] : Array.isArray(given) ? given.map(String) : [String(given)];
  if (!values.length && required && field.min_values !== 0) {
    reject(path, `Cannot submit the modal: "${field.custom_id}" is required`);
  }
  if (field.type === 21) return { value: values[0] ?? null };
  if (field.type === 22 || !values.length) return { values };
  return { values: pick(world, channel, field, values, resolved) };
}

function text(field: Wire, given: unknown, required: boolean, path: string): string {
  const value = given === undefined ? field.value ?? "" : given;
  if (typeof value !== "string") return reject(path, `Cannot fill in "${field.custom_id}": expected text`);
  if (required && !value) reject(path, `Cannot submit the modal: "${field.custom_id}" is required`);
  const { min_length: least = 0, max_length: most = 4000 } = field as {
    min_length?: number;
    max_length?: number;
  };
  if (value && (value.length < (least ?? 0) || value.length > (most ?? 4000))) {
    reject(path, `Cannot fill in "${field.custom_id}": expected ${least ?? 0} to ${most ?? 4000} characters`);
  }
  return value;
}
