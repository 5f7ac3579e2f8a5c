import type { Colors } from "picocolors/types";
import type { Started } from "./supervisor.ts";

/** What a person sees when everything runs: where it is and what to try next. */
export function welcome(started: Started, dataDir: string, colours: Colors): string {
  const { apiUrl, emulatorUrl, guildId, demo } = started;
  const lines = [
    "",
    colours.green(colours.bold("flora is running")),
    `  API       ${colours.cyan(apiUrl)}`,
    `  data      ${dataDir}`,
  ];
  if (emulatorUrl && demo) {
    const { channelId, memberId, memberName } = demo;
    lines.push(
      `  Discord   no DISCORD_TOKEN is set, so an emulator plays Discord at ${colours.cyan(emulatorUrl)}`,
      `  guild     ${guildId} (demo)${started.deployedDemo ? ", with a sample script deployed" : ""}`,
      `  login     ${colours.cyan(`${apiUrl}/account`)} (be anybody of the demo guild)`,
      "",
      `Try next (${memberName} says !ping, and what the channel shows then):`,
      `  curl -X POST ${emulatorUrl}/emulator/v1/channels/${channelId}/messages \\`,
      `    -H 'content-type: application/json' -d '{"userId": "${memberId}", "content": "!ping"}'`,
      `  curl ${emulatorUrl}/emulator/v1/channels/${channelId}/messages`,
      "  npx flora deploy my-bot.ts      put your own script live in the demo guild",
      "  npx flora logs --follow         watch what it prints",
    );
  } else {
    lines.push(
      "",
      "Try next:",
      "  npx flora deploy my-bot.ts --guild <id>   put a script live in one of your guilds",
      "  npx flora logs --follow --guild <id>      watch what it prints",
    );
  }
  return [...lines, "", colours.dim("Ctrl-C stops everything."), ""].join("\n");
}
