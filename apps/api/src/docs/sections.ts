/** @module In which part of the reference a route stands. */

export interface Section {
  title: string;
  about: string;
  paths: RegExp;
}

const guild = (rest: string) => new RegExp(String.raw`^/api/guilds/\{guildId\}/(${rest})(/|$)`);

/** In the order of the reference; the first that fits has the route. */
export const sections: readonly Section[] = [
  {
    title: "Deployments",
    about: "Putting scripts live, taking them back, and what was live when.",
    paths:
      /^\/api\/(guilds|deployments)$|^\/api\/guilds\/\{guildId\}\/(deployments?|validate|revisions)(\/|$)/,
  },
  {
    title: "Watching",
    about: "What a script says and does, and why something did not happen.",
    paths: guild("logs|why|usage"),
  },
  {
    title: "Key-value stores",
    about: "What a script stores, read and written from outside.",
    paths: guild("kv"),
  },
  {
    title: "Time",
    about: "Cron jobs, and what a script put off until later.",
    paths: guild("crons|schedules"),
  },
  {
    title: "Secrets and settings",
    about: "What a script is given: values it never sees, and the form its guild fills in.",
    paths: guild("secrets|settings"),
  },
  {
    title: "Webhooks",
    about: "Addresses at which others call a script.",
    paths: /^\/hooks\/|^\/api\/guilds\/\{guildId\}\/webhooks(\/|$)/,
  },
  {
    title: "People and tokens",
    about: "Who calls, who may do what in a guild, and who did.",
    paths:
      /^\/(device|account)$|^\/api\/(auth|whoami|tokens)(\/|$)|^\/api\/guilds\/\{guildId\}\/(access|audit)(\/|$)/,
  },
  {
    title: "Operation",
    about: "For whoever runs flora.",
    paths: /^\/api\/(admin|health|openapi\.json|docs)(\/|$)/,
  },
];

export function sectionOf(path: string): string | undefined {
  return sections.find(({ paths }) => paths.test(path))?.title;
}
