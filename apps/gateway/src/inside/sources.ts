/** @module What somebody wants deployed: the file they gave, or the code block or file of a message. */
import { Buffer } from "node:buffer";
import type { DiscordPort } from "@flora/discord";
import type { GuildReads } from "@flora/discord/guild-reads/contract";
import { ControlError } from "@flora/model";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { download, isDiscordFile, MOST_BYTES, tooLarge } from "./download.ts";
import type { GivenFile, GivenMessage, InsideRequest } from "./request.ts";

export interface SourceParts {
  discord: DiscordPort;
  reads: GuildReads;
  /** Discord's REST API, and whether an emulator plays it. */
  apiUrl: string;
  emulated: boolean;
}

export interface Source {
  name: string;
  dataBase64: string;
}

const SCRIPT = /\.([cm]?[jt]s|zip)$/i;
const LINK = /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(\d{17,20})\/(\d{17,20})\/(\d{17,20})$/;
const BLOCK = /```(?:([\w+-]*)[^\S\n]*\n)?([^]*?)```/;
/** A member needs both to read a message. */
const READS = P.ViewChannel | P.ReadMessageHistory;

const invalid = (message: string) => new ControlError("INVALID_REQUEST", message);

/** Throws ControlError in words for the person. */
export async function findSource(request: InsideRequest, parts: SourceParts): Promise<Source> {
  if (request.file) return await fetchFile(request.file, parts);
  if (request.message) return await fromMessage(request.message, parts);
  const link = request.options.message;
  if (typeof link !== "string") {
    throw invalid(
      "Cannot deploy: give a `file`, the link of a `message`, or use “Deploy with flora” in the menu of a message",
    );
  }
  return await fromMessage(await readMessage(link, request, parts), parts);
}

async function fetchFile(
  { filename, size, url }: GivenFile,
  { apiUrl, emulated }: SourceParts,
): Promise<Source> {
  if (!SCRIPT.test(filename)) {
    throw invalid(
      `Cannot deploy ${JSON.stringify(filename)}: it must be a .ts or .js file, or a .zip of a project`,
    );
  }
  if (size > MOST_BYTES) throw tooLarge();
  if (!isDiscordFile(url, apiUrl, emulated)) {
    throw invalid("Cannot deploy the file: Discord does not keep it");
  }
  return { name: filename, dataBase64: await download(url) };
}

async function fromMessage({ content, attachments }: GivenMessage, parts: SourceParts): Promise<Source> {
  const block = BLOCK.exec(content);
  if (block) return fromBlock(block[1] ?? "", block[2]!);
  const file = attachments.find(({ filename }) => SCRIPT.test(filename));
  if (file) return await fetchFile(file, parts);
  throw invalid("Cannot deploy the message: it has neither a code block nor a .ts, .js or .zip file");
}

function fromBlock(language: string, code: string): Source {
  const name = /^(js|javascript|mjs)$/i.test(language) ? "main.js" : "main.ts";
  return { name, dataBase64: Buffer.from(code.toWellFormed()).toString("base64") };
}

/** Only what the person may read too: errors of a deploy show lines of it. */
async function readMessage(
  link: string,
  { member, roles }: InsideRequest,
  { discord, reads }: SourceParts,
): Promise<GivenMessage> {
  const { guildId, userId } = member;
  const [, ofGuild, channelId, messageId] = LINK.exec(link.trim()) ?? [];
  const unknown = invalid(
    "Cannot deploy the message: there is no such message in this server that you may read",
  );
  if (ofGuild === undefined) throw invalid("Cannot deploy the message: that is no link of a message");
  if (ofGuild !== guildId) throw unknown;
  const allowed = await reads.read({ guildId, read: "permissions", userId, roles, channelId: channelId! });
  if (!allowed.ok || (BigInt(String(allowed.body)) & READS) !== READS) throw unknown;
  const params = { channelId: channelId!, messageId: messageId! };
  const found = await discord.request({ guildId, route: "messages.get", params });
  if (!found.ok) throw found.status === 404 ? unknown : invalid(`Cannot read the message: ${found.message}`);
  return found.body as GivenMessage;
}
