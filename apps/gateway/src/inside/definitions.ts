/** @module flora's own commands, the same in every guild. They are the application's, so that no guild's sync touches them. */
import {
  ApplicationCommandOptionType as Type,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from "discord-api-types/v10";

export const SLASH_NAME = "flora";
export const MENU_NAME = "Deploy with flora";

/** What Discord itself lets use them; asked again with each use, as guilds can change it. */
const forManagers = {
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

const text = (name: string, description: string, more: object = {}) => ({
  type: Type.String as const,
  name,
  description,
  ...more,
});
const sub = (name: string, description: string, options: object[] = []) => ({
  type: Type.Subcommand as const,
  name,
  description,
  options,
});
const choices = (...values: string[]) => ({ choices: values.map((value) => ({ name: value, value })) });
const suggested = { autocomplete: true };

const slash = {
  type: ApplicationCommandType.ChatInput,
  name: SLASH_NAME,
  description: "Look after this server's script",
  ...forManagers,
  options: [
    sub("status", "What runs here, and how it is"),
    sub("deploy", "Put a script live: a file, or the code block of a message", [
      { type: Type.Attachment, name: "file", description: "A .ts or .js file, or a .zip of a project" },
      text("message", "Link of a message with a code block or a file"),
      text("entry", "First file of a project, where it is not main.ts", { max_length: 200 }),
    ]),
    sub("rollback", "Put an earlier revision live again", [
      text("revision", "Which one", { required: true, ...suggested }),
    ]),
    sub("logs", "The newest lines of the log", [
      text("level", "Least level", choices("debug", "info", "warn", "error")),
      { type: Type.Integer, name: "lines", description: "How many", min_value: 1, max_value: 50 },
    ]),
    sub("pause", "Keep all events from the script"),
    sub("resume", "Let the script get events again"),
    sub("settings", "Show the script's settings, or change one", [
      text("key", "Which one", suggested),
      text("value", "What it shall be", { max_length: 1_000 }),
      { type: Type.Boolean, name: "reset", description: "Back to its default" },
    ]),
    {
      type: Type.SubcommandGroup,
      name: "kv",
      description: "What the script keeps",
      options: [
        sub("get", "Show a value", [
          text("store", "Which store", { required: true, ...suggested }),
          text("key", "Which key", { required: true, ...suggested }),
        ]),
      ],
    },
    sub("why", "What became of a message, a command or everything of late", [
      text("what", "Link of a message, or a command such as /roll", { max_length: 200 }),
      text("since", "How far back", choices("10m", "1h", "6h", "1d")),
    ]),
    sub("help", "What flora does, and where to go on"),
  ],
};

const menu = { type: ApplicationCommandType.Message, name: MENU_NAME, ...forManagers };

export const ownCommands = [slash, menu] as RESTPostAPIApplicationCommandsJSONBody[];

/** Whether a guild's script would take the place of one of them. */
export function isOwnName({ type, name }: { type?: number | undefined; name?: unknown }): boolean {
  return ownCommands.some((own) =>
    own.type === (type ?? ApplicationCommandType.ChatInput) && own.name === name
  );
}
