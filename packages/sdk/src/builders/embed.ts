import { toDiscord } from "../script/keys.ts";
import { type Builder, flat, type Listed } from "./builder.ts";

export interface EmbedField {
  /** 1..256 characters. */
  name: string;
  /** 1..1024 characters. */
  value: string;
  /** Whether it may stand beside others; false by default. */
  inline?: boolean;
}

export interface EmbedInput {
  title?: string;
  description?: string;
  url?: string;
  color?: number;
  /** ISO 8601. */
  timestamp?: string;
  footer?: { text: string; iconUrl?: string };
  image?: { url: string };
  thumbnail?: { url: string };
  author?: { name: string; url?: string; iconUrl?: string };
  fields?: EmbedField[];
}

/** An embed under construction; all its text together at most 6000 characters. */
export class EmbedBuilder implements Builder {
  readonly #data: EmbedInput;

  constructor(initial: EmbedInput = {}) {
    this.#data = { ...initial };
  }

  #with<K extends keyof EmbedInput>(key: K, value: EmbedInput[K]): this {
    this.#data[key] = value;
    return this;
  }

  setTitle(title: string): this {
    return this.#with("title", title);
  }

  setDescription(description: string): this {
    return this.#with("description", description);
  }

  setUrl(url: string): this {
    return this.#with("url", url);
  }

  /** As a number, such as `0x57f287`. */
  setColor(color: number): this {
    return this.#with("color", color);
  }

  /** Now, unless told otherwise. */
  setTimestamp(timestamp: string | number | Date = new Date()): this {
    return this.#with(
      "timestamp",
      typeof timestamp === "string" ? timestamp : new Date(timestamp).toISOString(),
    );
  }

  setFooter(text: string, iconUrl?: string): this {
    return this.#with("footer", { text, ...(iconUrl === undefined ? {} : { iconUrl }) });
  }

  setImage(url: string): this {
    return this.#with("image", { url });
  }

  setThumbnail(url: string): this {
    return this.#with("thumbnail", { url });
  }

  setAuthor(name: string, more: { url?: string; iconUrl?: string } = {}): this {
    return this.#with("author", { name, ...more });
  }

  addField(name: string, value: string, inline = false): this {
    return this.addFields({ name, value, inline });
  }

  addFields(...fields: Listed<EmbedField>): this {
    return this.#with("fields", [...this.#data.fields ?? [], ...flat(fields)]);
  }

  setFields(...fields: Listed<EmbedField>): this {
    return this.#with("fields", flat(fields));
  }

  toJSON(): Record<string, unknown> {
    return toDiscord(this.#data) as Record<string, unknown>;
  }
}

/** An embed; at most 10 in a message. */
export const embed = (initial?: EmbedInput): EmbedBuilder => new EmbedBuilder(initial);
