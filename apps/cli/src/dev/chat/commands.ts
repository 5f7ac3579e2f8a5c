import type { Chat } from "./chat.ts";
import { ChatError } from "./lookup.ts";
import { optionsOf, splitWord, usageOf } from "./options.ts";

/** A word of this chat itself, which no script hears of. */
export interface ChatCommand {
  usage: string;
  help: string;
  run(chat: Chat, rest: string): Promise<void> | void;
}

/** What can be typed besides messages and the script's own commands. */
export const chatCommands: Record<string, ChatCommand> = {
  as: {
    usage: "/as <member> [line]",
    help: "act as another member from now on, or for one line only",
    async run(chat, rest) {
      const [name, line] = splitWord(rest);
      if (line === "") return chat.become(name);
      const before = chat.memberName;
      chat.become(name);
      try {
        await chat.perform(line);
      } finally {
        chat.become(before);
      }
    },
  },
  channel: {
    usage: "/channel <name>",
    help: "write in another channel",
    run: (chat, rest) => chat.goTo(rest),
  },
  click: {
    usage: "/click <number>",
    help: "press a button, by the number it shows",
    run: (chat, rest) => use(chat, rest),
  },
  pick: {
    usage: "/pick <number> <value, …>",
    help: "choose from a menu: values, or names of members, roles, channels",
    run: (chat, rest) => use(chat, rest),
  },
  reply: {
    usage: "/reply <#message> <text>",
    help: "answer a message",
    async run(chat, rest) {
      const [number, text] = splitWord(rest);
      await chat.say(text, chat.messageId(number));
    },
  },
  react: {
    usage: "/react <#message> <emoji>",
    help: "react to a message",
    async run(chat, rest) {
      const [number, emoji] = splitWord(rest);
      await chat.member.reacts({ id: chat.messageId(number) }, emoji);
    },
  },
  unreact: {
    usage: "/unreact <#message> <emoji>",
    help: "take a reaction back",
    async run(chat, rest) {
      const [number, emoji] = splitWord(rest);
      await chat.member.unreacts({ id: chat.messageId(number) }, emoji);
    },
  },
  menu: {
    usage: "/menu <#message or @member> <entry>",
    help: "use an entry of the menu of a message or a member",
    async run(chat, rest) {
      const [target, name] = splitWord(rest);
      const on = target.startsWith("#")
        ? { messageId: chat.messageId(target) }
        : { userId: chat.parts.lookup.memberId(target) };
      await chat.take((member) => member.uses(name, on));
    },
  },
  join: {
    usage: "/join <name>",
    help: "let somebody new join the guild",
    async run(chat, rest) {
      if (!/^[\w.-]{1,32}$/.test(rest)) {
        throw new ChatError(`let "${rest}" join: say a name of 1 to 32 letters`);
      }
      if (chat.parts.lookup.members.includes(rest)) {
        throw new ChatError(`let ${rest} join: they are here already`);
      }
      await chat.parts.guild.joins(rest);
    },
  },
  leave: {
    usage: "/leave <member>",
    help: "let a member leave the guild",
    async run(chat, rest) {
      if (rest === chat.memberName) {
        throw new ChatError(`let ${rest} leave: you are ${rest}, become another first`);
      }
      chat.parts.lookup.memberId(rest);
      await (await chat.parts.guild.member(rest)).leaves();
    },
  },
  members: {
    usage: "/members",
    help: "show who is here, and their roles",
    run({ parts: { lookup, tell } }) {
      for (const { userId, roles } of lookup.guild.members.values()) {
        const names = roles.map((id) => lookup.guild.roles.get(id)?.name ?? id).join(", ");
        const { username, bot } = lookup.world.user(userId);
        const marks = [...bot ? ["the bot"] : [], ...userId === lookup.guild.ownerId ? ["owner"] : []];
        const mark = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
        tell({ type: "note", text: `${username}${mark}${names ? `: ${names}` : ""}` });
      }
    },
  },
  channels: {
    usage: "/channels",
    help: "show the channels",
    run({ parts: { lookup, tell } }) {
      tell({ type: "note", text: lookup.channels.map(({ name }) => `#${name}`).join(" ") });
    },
  },
  commands: {
    usage: "/commands",
    help: "show the script's slash commands and menu entries",
    run({ parts: { lookup, tell } }) {
      const slash = lookup.commands().flatMap((one) =>
        usageOf(one.name, optionsOf(one)).map((usage) => `${usage}   ${one.description}`)
      );
      const menus = [2, 3].flatMap((type) =>
        lookup.commands(type).map(({ name }) => `/menu ${type === 2 ? "@member" : "#message"} ${name}`)
      );
      const all = [...slash, ...menus];
      for (const text of all.length === 0 ? ["The script has no commands."] : all) {
        tell({ type: "note", text });
      }
    },
  },
  advance: {
    usage: "/advance <duration>",
    help: "let time go by, such as 90s, 1h 30m or 3d; crons and schedules in it run",
    async run({ parts: { clock, tell } }, rest) {
      await clock.advance(rest);
      const now = new Date(clock.now()).toISOString().slice(0, 16).replace("T", " ");
      tell({ type: "note", text: `It is ${now} UTC now.` });
    },
  },
  reload: {
    usage: "/reload",
    help: "put the project live again, changed or not",
    run: (chat) => chat.parts.reload(),
  },
  help: {
    usage: "/help",
    help: "show this",
    run({ parts: { tell } }) {
      const all = Object.values(chatCommands);
      const width = Math.max(...all.map(({ usage }) => usage.length));
      tell({ type: "note", text: "Type a message, or one of the script's commands: /name option:value" });
      for (const { usage, help } of all) tell({ type: "note", text: `  ${usage.padEnd(width)}  ${help}` });
      tell({ type: "note", text: "//name is always the script's, also where this chat has such a word." });
    },
  },
  quit: { usage: "/quit", help: "end everything (also Ctrl-C)", run: (chat) => chat.parts.quit() },
};

/** Uses a button or menu by its number. */
async function use(chat: Chat, rest: string): Promise<void> {
  const [number, words] = splitWord(rest);
  const { feed, lookup } = chat.parts;
  const key = feed.controls.at(Number(number));
  if (key === undefined) throw new ChatError(`use control "${number}": no button or menu has this number`);
  const [messageId, customId] = [key.slice(0, key.indexOf("/")), key.slice(key.indexOf("/") + 1)];
  const control = feed.controlOf(messageId, customId);
  if (!control) throw new ChatError(`use control ${number}: its message has it no more`);
  const find = {
    member: (text: string) => lookup.memberId(text),
    role: (text: string) => lookup.roleId(text),
    "member or role": (text: string) => lookup.mentionableId(text),
    channel: (text: string) => lookup.channelId(text),
  };
  const resolve = control.picks ? find[control.picks] : (text: string) => text;
  const values = words === "" ? [] : words.split(",").map((word) => resolve(word.trim()));
  await chat.take((member) => member.picks({ id: messageId }, customId, ...values));
}
