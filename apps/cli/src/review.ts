import type { Capability, Review } from "@flora/model";
import { colours, printable } from "./output.ts";

const MOST = 20;

/** What a revision changes of what the script can do, and what the bot lacks for it. */
export function reviewLines({ added, removed, findings }: Review): string[] {
  return [
    ...listLines("can now", added, colours.green),
    ...listLines("no more", removed, colours.dim),
    ...findings.map(({ message }) => `${colours.yellow("warning")} ${printable(message)}`),
  ];
}

function listLines(title: string, list: Capability[], paint: (text: string) => string): string[] {
  const lines = list.slice(0, MOST).map(({ text, detail }, index) => {
    const more = detail === undefined ? "" : colours.dim(` (${printable(detail)})`);
    return `  ${(index === 0 ? title : "").padEnd(9)} ${paint(printable(text))}${more}`;
  });
  const left = list.length - lines.length;
  return left > 0 ? [...lines, `  ${"".padEnd(9)} and ${left} more: see --json`] : lines;
}
