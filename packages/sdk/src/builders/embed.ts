import * as library from "@discordjs/builders";
import type { APIEmbed } from "discord-api-types/v10";
import { invalidArgument } from "../script/errors.ts";
import { toDiscord } from "../script/keys.ts";
import type { EmbedInput } from "./embed-input.ts";

/**
 * An embed under construction; all its text together at most 6000 characters.
 *
 * @example
 * const card = new EmbedBuilder({ title: "Roses" }).addField("Colour", "red", true).setFooter("From the garden");
 * await ctx.reply({ embeds: [card] });
 */
export class EmbedBuilder extends library.EmbedBuilder {
  constructor(initial: EmbedInput | APIEmbed = {}) {
    super(toDiscord(initial) as APIEmbed);
  }

  /** No title where the text is empty, as Discord takes it. */
  override setTitle(title: string | null): this {
    return super.setTitle(title || null);
  }

  /** No description where the text is empty, as Discord takes it. */
  override setDescription(description: string | null): this {
    return super.setDescription(description || null);
  }

  setUrl(url: string | null): this {
    return this.setURL(url);
  }

  /** Now, unless told otherwise; a text as `Date` reads it. */
  override setTimestamp(timestamp: string | number | Date | null = new Date()): this {
    if (typeof timestamp !== "string") return super.setTimestamp(timestamp);
    const date = new Date(timestamp);
    if (Number.isNaN(date.getTime())) {
      throw invalidArgument("timestamp", `Cannot set timestamp: ${JSON.stringify(timestamp)} is no date`);
    }
    return super.setTimestamp(date);
  }

  override setFooter(footer: string | library.EmbedFooterOptions | null, iconUrl?: string): this {
    return super.setFooter(typeof footer === "string" ? { text: footer, iconURL: iconUrl } : footer);
  }

  override setAuthor(
    author: string | library.EmbedAuthorOptions | null,
    { url, iconUrl }: { url?: string; iconUrl?: string } = {},
  ): this {
    return super.setAuthor(typeof author === "string" ? { name: author, url, iconURL: iconUrl } : author);
  }

  addField(name: string, value: string, inline = false): this {
    return this.addFields({ name, value, inline });
  }
}

/**
 * An embed; at most 10 in a message.
 *
 * @example
 * await ctx.reply({ embeds: [embed().setTitle("Roses").setDescription("are red").setColor(0xed4245)] });
 */
export const embed = (initial?: EmbedInput | APIEmbed): EmbedBuilder => new EmbedBuilder(initial);
