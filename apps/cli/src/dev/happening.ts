/** @module What `flora dev` tells: every line of its screen, and every line of `--json`, is one of these. */
import type { LogEntry } from "@flora/protocol/api";

/** Something of a message that a person can use, by its number. */
export interface Control {
  number: number;
  kind: "button" | "menu";
  label: string;
  disabled: boolean;
  /** What a menu offers; absent where it offers members, roles or channels. */
  choices?: string[];
  /** Which of them a menu without choices offers. */
  picks?: "member" | "role" | "member or role" | "channel";
}

export interface SeenMessage {
  type: "message";
  change: "new" | "edited" | "deleted";
  number: number;
  channel: string;
  author: string;
  bot: boolean;
  /** The only member who sees it. */
  onlyFor?: string;
  /** Number of the message it answers. */
  replyTo?: number;
  /** Text, embeds and layout, as lines. */
  lines: string[];
  controls: Control[];
}

export type Happening =
  | SeenMessage
  /** Something changed in the guild. */
  | { type: "guild"; text: string }
  /** A form opened for a member; what they type next fills it in. */
  | { type: "form"; title: string; member: string; fields: string[] }
  | { type: "log"; line: LogEntry }
  | { type: "live"; number: number; ms: number; commands: string[]; events: string[]; warnings: string[] }
  /** The project could not be put live; what ran before still runs. */
  | { type: "refused"; message: string; stack?: string }
  /** An answer to what was typed. */
  | { type: "note"; text: string }
  | { type: "problem"; text: string };

/** Takes what happens, in order. */
export type Tell = (happening: Happening) => void;
