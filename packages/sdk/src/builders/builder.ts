import { toDiscord } from "../script/keys.ts";

/** Anything with a `toJSON` in Discord's own spelling: a builder is accepted wherever its JSON is. */
export interface Builder {
  toJSON(): object;
}

/** A list given as such, or as arguments. */
export type Listed<T> = T[] | [T[]];

/** The items, however they were given. */
export function flat<T>(items: Listed<T>): T[] {
  return items.flat() as T[];
}

/** A component under construction; every setter returns the builder. */
export class ComponentBuilder implements Builder {
  protected readonly data: Record<string, unknown>;

  constructor(type: number, initial: Record<string, unknown> = {}) {
    this.data = { type, ...initial };
  }

  protected with(key: string, value: unknown): this {
    this.data[key] = value;
    return this;
  }

  /** Number of the component within its message. */
  setId(id: number): this {
    return this.with("id", id);
  }

  toJSON(): Record<string, unknown> & { type: number } {
    return toDiscord(this.data) as Record<string, unknown> & { type: number };
  }
}

/** A component that holds others. */
export class ParentBuilder extends ComponentBuilder {
  #children: unknown[] = [];

  addComponents(...components: Listed<Builder | object>): this {
    this.#children.push(...flat(components));
    return this;
  }

  setComponents(...components: Listed<Builder | object>): this {
    this.#children = flat(components);
    return this;
  }

  override toJSON(): Record<string, unknown> & { type: number } {
    return { ...super.toJSON(), components: toDiscord(this.#children) };
  }
}
