/** @module What a revision can do, as far as can be told before it runs. */
import { z } from "zod";
import { Finding } from "./finding.ts";

/** Whatever is named by a value that only exists at run time. */
const dynamicUses = ["rest", "host", "secret", "store", "anything"] as const;
export type DynamicUse = (typeof dynamicUses)[number];

const names = (most: number) => z.array(z.string().max(256)).max(most);

/** What the code of a bundle names of what flora gives it; found without running it. */
export const BundleUses = z.object({
  /** Functions of `rest`. */
  rest: names(300),
  /** Keys of payloads that such functions are called with, as `editMember nick`. */
  payloads: names(300).default([]),
  /** Answers of contexts, by their names alone: `reply`, `react`. */
  answers: names(10),
  /** Hosts that `fetch` is given. */
  hosts: names(100),
  /** Hosts of addresses that stand elsewhere in the code. */
  mentioned: names(100),
  secrets: names(100),
  stores: names(100),
  /** What the code picks while it runs, and the first place where it does. */
  dynamic: z.array(z.object({
    use: z.enum(dynamicUses),
    file: z.string(),
    line: z.number().int(),
  })).max(dynamicUses.length),
});
export type BundleUses = z.infer<typeof BundleUses>;

/** The uses of a bundle that names nothing. */
export const noUses: BundleUses = {
  rest: [],
  payloads: [],
  answers: [],
  hosts: [],
  mentioned: [],
  secrets: [],
  stores: [],
  dynamic: [],
};

const capabilityKinds = [
  "rest",
  "answer",
  "host",
  "secret",
  "store",
  "event",
  "intent",
  "command",
  "cron",
  "webhook",
  "dynamic",
] as const;

/** One thing that a revision can do. `detail` says more and does not make it another one. */
export const Capability = z.object({
  kind: z.enum(capabilityKinds),
  name: z.string(),
  /** In words, after "can": `ban members`. */
  text: z.string(),
  detail: z.string().optional(),
});
export type Capability = z.infer<typeof Capability>;

/** What a revision can do, and what of it is new. */
export const Review = z.object({
  capabilities: z.array(Capability),
  added: z.array(Capability).describe("What the revision it is compared with cannot do"),
  removed: z.array(Capability).describe("What only the revision it is compared with can do"),
  findings: z.array(Finding).describe("What the bot lacks in this server for it"),
});
export type Review = z.infer<typeof Review>;
