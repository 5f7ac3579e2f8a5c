/** @module Events and top levels that do not end. */
import { inCategory } from "./contract.ts";
import { onGo } from "./scripts.ts";

export const deadlines = inCategory("deadline", [
  {
    name: "an event that waits for ever",
    stage: "deadlines",
    script: onGo(`await new Promise(() => {});`),
    must: { go: "timed-out", again: "ok", told: /it took longer than 1500 ms/ },
  },
  {
    name: "an event that waits for ever and goes on after its end",
    stage: "deadlines",
    script: onGo(
      `for (;;) { try { await kv.store("a").set("k", "late"); } catch {} await new Promise((go) => setTimeout(go, 20)); }`,
    ),
    must: { go: "timed-out", again: "ok" },
  },
  {
    name: "an event that computes past its deadline",
    stage: "deadlines",
    script: onGo(`for (;;);`),
    must: { go: "lost: dispatch-timeout", again: "ok", told: /kept everything else from running/ },
    embedded: {
      must: { go: ["lost", "not answered"] },
      replaced: "only the turn's limit stops a thread, and this stage has none",
    },
  },
  {
    name: "a top level that waits for ever",
    stage: "deadlines",
    script: `await new Promise(() => {});`,
    must: { refused: /top level still runs after 1500 ms/ },
  },
  {
    name: "a top level that computes for ever",
    stage: "deadlines",
    script: `for (;;);`,
    must: { refused: /isolate ended: load-timeout/ },
    embedded: { cannot: "only the turn's limit stops a thread, and this stage has none" },
  },
  {
    name: "an interaction whose handler never answers",
    stage: "deadlines",
    asksDiscord: true,
    script:
      `slash({ name: "x", description: "x", async run() { await new Promise(() => {}); } }); on("messageCreate", () => {}); on("interactionCreate", () => new Promise(() => {}));`,
    must: { go: "ok" },
  },
]);
