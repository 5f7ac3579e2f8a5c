import * as library from "@discordjs/builders";
import type { APIEmbed } from "discord-api-types/v10";
import type { EmbedInput } from "./embed-input.js";
/**
 * An embed under construction; all its text together at most 6000 characters.
 *
 * @example
 * const card = new EmbedBuilder({ title: "Roses" }).addField("Colour", "red", true).setFooter("From the garden");
 * await ctx.reply({ embeds: [card] });
 */
export declare class EmbedBuilder extends library.EmbedBuilder {
    constructor(initial?: EmbedInput | APIEmbed);
    /** No title where the text is empty, as Discord takes it. */
    setTitle(title: string | null): this;
    /** No description where the text is empty, as Discord takes it. */
    setDescription(description: string | null): this;
    setUrl(url: string | null): this;
    /** Now, unless told otherwise; a text as `Date` reads it. */
    setTimestamp(timestamp?: string | number | Date | null): this;
    setFooter(footer: string | library.EmbedFooterOptions | null, iconUrl?: string): this;
    setAuthor(author: string | library.EmbedAuthorOptions | null, { url, iconUrl }?: {
        url?: string;
        iconUrl?: string;
    }): this;
    addField(name: string, value: string, inline?: boolean): this;
}
/**
 * An embed; at most 10 in a message.
 *
 * @example
 * await ctx.reply({ embeds: [embed().setTitle("Roses").setDescription("are red").setColor(0xed4245)] });
 */
export declare const embed: (initial?: EmbedInput | APIEmbed) => EmbedBuilder;
