import { colours, formatLogLine, printable } from "../../output.ts";
import type { Control, Happening, SeenMessage } from "../happening.ts";

/** One happening as lines for a person. Nothing in it steers the terminal. */
export function render(happening: Happening): string {
  switch (happening.type) {
    case "message":
      return renderMessage(happening);
    case "guild":
      return colours.dim(`  · ${printable(happening.text)}`);
    case "form": {
      const fields = happening.fields.map(printable).join(", ");
      const title = `${colours.bold(printable(happening.title))} opened for ${happening.member}`;
      return `${colours.magenta("form")} ${title}: ${fields}`;
    }
    case "log":
      return formatLogLine(happening.line);
    case "live": {
      const { ms, commands, warnings } = happening;
      const has = commands.length === 0 ? "" : `, ${commands.map((name) => `/${name}`).join(" ")}`;
      const lines = warnings.map((warning) => `${colours.yellow("warning")} ${printable(warning)}`);
      return [...lines, `${colours.green("live")} in ${ms} ms${colours.dim(printable(has))}`].join("\n");
    }
    case "refused": {
      const { message, stack } = happening;
      const lines = [`${colours.red("error")} ${printable(message)}`, ...stack ? [printable(stack)] : []];
      return [...lines, colours.dim("What ran before still runs. Save again to try again.")].join("\n");
    }
    case "note":
      return colours.dim(printable(happening.text));
    case "problem":
      return colours.red(printable(happening.text));
  }
}

function renderMessage(message: SeenMessage): string {
  const { number, channel, author, bot, onlyFor, replyTo, change, lines, controls } = message;
  const marks = [
    ...onlyFor === undefined ? [] : [`only ${onlyFor} sees this`],
    ...replyTo === undefined ? [] : [`to #${replyTo}`],
    ...change === "edited" ? ["edited"] : [],
  ];
  const name = bot ? colours.cyan(printable(author)) : colours.bold(printable(author));
  const suffix = marks.length === 0 ? "" : colours.dim(` (${printable(marks.join(", "))})`);
  const head = `${colours.dim(`#${number} ${printable(channel)}`)} ${name}${suffix}`;
  if (change === "deleted") return `${head}${colours.dim(" (deleted)")}`;
  const [first = "", ...rest] = lines.map(printable);
  const shown = controls.length === 0 ? [] : [`    ${controls.map(renderControl).join("  ")}`];
  return [`${head}: ${first}`, ...rest.map((line) => `    ${line}`), ...shown].join("\n");
}

function renderControl({ number, kind, label, disabled, choices, picks }: Control): string {
  const offered = choices ? choices.join(" | ") : picks;
  const text = printable(kind === "button" ? label : `${label} ▾ ${offered}`);
  const shown = `[${number} ${text}]`;
  return disabled ? colours.dim(`${shown} (disabled)`) : colours.yellow(shown);
}
