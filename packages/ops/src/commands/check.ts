import { z } from "zod";
import { ChatCommand, type Command, MenuCommand } from "./definition.ts";
import { MenuName } from "./names.ts";
import { judgeCommand, judgeOptions } from "./rules.ts";

/** What Discord would refuse, and where: `commands.0.options.1.name`. */
export interface CommandProblem {
  path: string;
  message: string;
}

/** Most commands of a guild, by type: slash, user menu, message menu. */
const MOST: Record<number, number> = { 1: 100, 2: 15, 3: 15 };
const KINDS: Record<number, string> = { 1: "slash commands", 2: "user commands", 3: "message commands" };

/** One command body; keys Discord does not name are dropped. */
export const CommandBody = z.unknown().transform((input, context): Command => {
  const type = (input as { type?: unknown } | null)?.type ?? 1;
  const schema: z.ZodType<Command> = type === 2 || type === 3 ? MenuCommand : ChatCommand;
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      context.addIssue({ code: "custom", path: [...issue.path], message: issue.message });
    }
    return z.NEVER;
  }
  judgeCommand(parsed.data, (path, message) => context.addIssue({ code: "custom", path, message }));
  return parsed.data;
});

/** A change of one command: only what is given changes. Its type, and so the finer rule of its name, is Discord's to judge. */
export const CommandChange = ChatCommand.omit({ type: true, id: true }).extend({ name: MenuName }).partial()
  .superRefine((change, context) => {
    judgeOptions(
      change.options ?? [],
      ["options"],
      (path, message) => context.addIssue({ code: "custom", path, message }),
    );
  });

/** All commands of a guild, as one PUT replaces them. */
export const CommandBodies = z.array(CommandBody).superRefine((commands, context) => {
  const seen = new Set<string>();
  const counts: Record<number, number> = {};
  commands.forEach((command, index) => {
    const key = `${command.type}:${command.name}`;
    if (seen.has(key)) {
      context.addIssue({
        code: "custom",
        path: [index, "name"],
        message: `repeats ${JSON.stringify(command.name)}`,
      });
    }
    seen.add(key);
    counts[command.type] = (counts[command.type] ?? 0) + 1;
  });
  for (const [type, count] of Object.entries(counts)) {
    const most = MOST[Number(type)]!;
    if (count > most) {
      context.addIssue({
        code: "custom",
        path: [],
        message: `${count} ${KINDS[Number(type)]}, at most ${most}`,
      });
    }
  }
});

/** The definitions as they may be sent, and every problem Discord would have with them; without problems or without commands. */
export function readCommands(
  definitions: readonly unknown[],
): { commands: Command[]; problems: CommandProblem[] } {
  const parsed = CommandBodies.safeParse(definitions);
  if (parsed.success) return { commands: parsed.data, problems: [] };
  const problems = parsed.error.issues.map((issue) => ({
    path: ["commands", ...issue.path].join("."),
    message: issue.message,
  }));
  return { commands: [], problems };
}
