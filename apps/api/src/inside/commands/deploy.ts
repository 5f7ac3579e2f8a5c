import { Buffer } from "node:buffer";
import { decodeText, defaultEntries, readZip } from "@flora/bundler";
import { type Capability, ControlError, type Review } from "@flora/model";
import type { Command, GivenFile } from "../ask.ts";
import { inline, plain } from "../text.ts";

const MOST_LISTED = 10;

/** Puts live what was given. */
export const deploy: Command = async ({ client, guildId, options, file }) => {
  if (!file) throw new ControlError("INVALID_REQUEST", "Cannot deploy: there is no file");
  const project = unpack(file, typeof options.entry === "string" ? options.entry : undefined);
  const { deployment, warnings, review } = await client.deploy(guildId, project);
  return [
    `**Live** as deployment ${deployment.number} (${inline(deployment.revisionId)}).`,
    ...(review ? changes(review) : []),
    ...warnings.slice(0, MOST_LISTED).map((warning) => `⚠️ ${plain(warning)}`),
  ].join("\n");
};

/** A project of one file, or of those in an archive. */
function unpack({ name, dataBase64 }: GivenFile, entry: string | undefined) {
  const bytes = new Uint8Array(Buffer.from(dataBase64, "base64"));
  if (!/\.zip$/i.test(name)) {
    const path = `main.${/\.([cm]?[jt]s)$/i.exec(name)?.[1]?.toLowerCase() ?? "ts"}`;
    return { entry: path, files: { [path]: decodeText(bytes, path) } };
  }
  const files = Object.fromEntries(
    Object.entries(readZip(bytes)).map(([path, content]) => [path, decodeText(content, path)]),
  );
  const found = entry ?? defaultEntries.find((path) => Object.hasOwn(files, path));
  if (found !== undefined) return { entry: found, files };
  throw new ControlError(
    "INVALID_REQUEST",
    `Cannot deploy the archive: none of ${
      defaultEntries.join(", ")
    } is in it; name the first file with \`entry\``,
  );
}

/** What a deploy changed of what the script can do, and what the bot lacks for it. */
export function changes({ added, removed, findings }: Review): string[] {
  const list = (title: string, all: Capability[]) => {
    if (all.length === 0) return [];
    const more = all.length > MOST_LISTED ? `, and ${all.length - MOST_LISTED} more` : "";
    return [`${title}: ${all.slice(0, MOST_LISTED).map(({ text }) => plain(text)).join(", ")}${more}`];
  };
  return [
    ...list("It can now", added),
    ...list("It can no more", removed),
    ...findings.map(({ message }) => `⚠️ ${plain(message)}`),
  ];
}
