import type { Capability, Review } from "@flora/model";
import { colours, note, print, printable } from "./output.ts";

const MOST = 20;

/** What a deploy changed of what the script can do, and what the bot lacks for it. */
export function showReview({ added, removed, findings }: Review): void {
  showList("can now", added, colours.green);
  showList("no more", removed, colours.dim);
  for (const { message } of findings) note(`${colours.yellow("warning")} ${printable(message)}`);
}

function showList(title: string, list: Capability[], paint: (text: string) => string): void {
  for (const [index, { text, detail }] of list.slice(0, MOST).entries()) {
    const more = detail === undefined ? "" : colours.dim(` (${printable(detail)})`);
    print(`  ${(index === 0 ? title : "").padEnd(9)} ${paint(printable(text))}${more}`);
  }
  if (list.length > MOST) {
    print(`  ${"".padEnd(9)} and ${list.length - MOST} more: see \`flora deploy --json\``);
  }
}
