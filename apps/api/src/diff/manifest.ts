import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "@flora/model";
import type { ManifestChange } from "@flora/protocol/api";

type Part = ManifestChange["part"];

/** What a manifest holds, by part and name. */
const parts: Record<Part, (manifest: Manifest) => [name: string, value: unknown][]> = {
  prefix: ({ prefix }) => prefix === undefined ? [] : [["prefix", prefix]],
  events: ({ events }) => events.map((event) => [event, undefined]),
  prefixCommands: ({ prefixCommands }) => prefixCommands.map((name) => [name, undefined]),
  commands: ({ commands }) =>
    commands.map((
      command,
    ) => [command.type === undefined ? command.name : `${command.name} (${command.type})`, command]),
  crons: ({ crons }) => crons.map((cron) => [cron.name, cron]),
  webhooks: ({ webhooks }) => webhooks.map((webhook) => [webhook.name, webhook]),
  settings: ({ settings }) => settings.map((setting) => [setting.key, setting]),
};

/** What a revision registers that another does not, or registers otherwise. */
export function diffManifests(before: Manifest, after: Manifest): ManifestChange[] {
  return (Object.keys(parts) as Part[]).flatMap((part) => {
    const [old, now] = [new Map(parts[part](before)), new Map(parts[part](after))];
    const gone = [...old].filter(([name]) => !now.has(name)).map(([name, value]): ManifestChange => ({
      part,
      name,
      change: "removed",
      ...(value !== undefined && { before: value }),
    }));
    const come = [...now].flatMap(([name, value]): ManifestChange[] => {
      if (!old.has(name)) {
        return [{ part, name, change: "added", ...(value !== undefined && { after: value }) }];
      }
      const was = old.get(name);
      return isDeepStrictEqual(was, value)
        ? []
        : [{ part, name, change: "changed", before: was, after: value }];
    });
    return [...gone, ...come];
  });
}
