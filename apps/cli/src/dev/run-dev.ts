import { keepCompiler } from "@flora/bundler";
import type { DevGuild } from "@flora/sdk/config";
import { Guild } from "@flora/sdk/testing/guild";
import { colours, note } from "../output.ts";
import type { Project } from "../project/project.ts";
import { Chat } from "./chat/chat.ts";
import { complete } from "./chat/complete.ts";
import { Lookup } from "./chat/lookup.ts";
import { followLogs } from "./follow-logs.ts";
import type { Tell } from "./happening.ts";
import { runLineMode } from "./input/line-mode.ts";
import { Quiet } from "./input/quiet.ts";
import { Terminal } from "./input/terminal.ts";
import { devFolder } from "./dev-files.ts";
import { type LocalGuild, startLocalGuild } from "./local-guild.ts";
import { Reloader } from "./reloader.ts";
import { followGuild } from "./show/guild-feed.ts";
import { MessageFeed } from "./show/message-feed.ts";
import { plainScreen } from "./show/screen.ts";
import { stopSignal } from "./stop-signal.ts";
import { watchProject } from "./watch-project.ts";

export interface DevOptions {
  project: Project;
  /** Where the project's configuration stands; what is stored stays below it. */
  folder: string;
  guild: DevGuild;
  fresh: boolean;
  chat: boolean;
  asJson: boolean;
}

/** Runs a project in a simulated guild until the person ends it. Nothing of it is left then. */
export async function runDev(options: DevOptions): Promise<void> {
  const stop = stopSignal();
  if (options.fresh) await Deno.remove(devFolder(options.folder), { recursive: true }).catch(() => undefined);
  const letGo = keepCompiler();
  note(colours.dim("Starting flora on this machine …"));
  try {
    const local = await startLocalGuild(options.folder, options.guild, stop.signal).catch((error) => {
      if (!stop.signal.aborted) throw error;
    });
    if (local) await play(options, local, stop).finally(() => local.stop());
  } finally {
    await letGo();
  }
}

async function play(options: DevOptions, local: LocalGuild, stop: AbortController): Promise<void> {
  if (stop.signal.aborted) return;
  const { project, asJson } = options;
  const { flora: { discord: { world, url, botUserId }, client, clock, apiUrl }, guildId } = local;
  const terminal = !asJson && options.chat && Deno.stdin.isTerminal() && Deno.stdout.isTerminal()
    ? new Terminal()
    : undefined;
  const screen = terminal ?? plainScreen(asJson);
  const quiet = new Quiet();
  const tell: Tell = (happening) => {
    quiet.touch();
    screen.show(happening);
  };

  const guild = new Guild(guildId, { discordUrl: url, client, botId: botUserId, clock });
  await guild.joined();
  const lookup = new Lookup(world, guildId);
  const feed = new MessageFeed(world, guildId, tell);
  const reloader = new Reloader(project, client, guildId, tell);
  const chat = new Chat({
    guild,
    lookup,
    feed,
    tell,
    clock,
    reload: () => reloader.force(),
    quit: () => stop.abort(),
  });
  if (!asJson) note(banner(options, lookup, apiUrl));
  const undo = [
    () => feed.close(),
    followGuild(world, guildId, feed.numbers, tell),
    watchProject(project.root, (_path, at) => {
      reloader.reload(at).catch((error) => tell({ type: "problem", text: (error as Error).message }));
    }),
  ];
  const logs = followLogs(client, guildId, tell, stop.signal);
  try {
    await reloader.reload(performance.now());
    if (!options.chat) await aborted(stop.signal);
    else if (terminal) {
      const typed = {
        get prompt() {
          return chat.prompt;
        },
        handle: (line: string) => chat.handle(line),
        complete: (line: string) => complete(chat, line),
      };
      await terminal.run(typed, stop.signal);
    } else await runLineMode(chat, quiet, stop.signal);
  } finally {
    stop.abort();
    for (const end of undo) end();
    await logs;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve());
  });
}

function banner({ project, chat }: DevOptions, lookup: Lookup, apiUrl: string): string {
  const owner = lookup.world.user(lookup.guild.ownerId).username;
  const members = lookup.members.map((name) => name === owner ? `${name} (owner)` : name).join(", ");
  return [
    "",
    `${colours.green(colours.bold("flora dev"))} runs ${
      colours.cyan(project.entry)
    } for real, in a simulated guild`,
    `  members   ${members}`,
    `  channels  ${lookup.channels.map(({ name }) => `#${name}`).join(", ")}`,
    `  API       ${apiUrl} (other commands find it with --local)`,
    colours.dim(
      chat
        ? "Save a file and it is live. Type a message or /name; /help shows the rest; Ctrl-C ends everything."
        : "Save a file and it is live. Ctrl-C ends everything.",
    ),
    "",
  ].join("\n");
}
