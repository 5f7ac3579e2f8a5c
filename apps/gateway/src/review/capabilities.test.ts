import assert from "node:assert/strict";
import { emptyManifest, noUses } from "@flora/model";
import { capabilitiesOf, changesOf } from "./capabilities.ts";

const texts = (list: { text: string }[]) => list.map(({ text }) => text);

Deno.test("capabilitiesOf() says everything a revision can do, in words", () => {
  const list = capabilitiesOf({
    uses: {
      payloads: [],
      rest: ["banMember", "ofNoKnownName"],
      answers: ["react", "reply"],
      hosts: ["api.example.com"],
      mentioned: ["b.example.com"],
      secrets: ["KEY"],
      stores: ["points"],
      dynamic: [{ use: "host", file: "src/main.ts", line: 3 }, { use: "anything", file: "", line: 0 }],
    },
    manifest: {
      ...emptyManifest,
      events: ["guildMemberAdd"],
      prefix: "?",
      prefixCommands: ["ping"],
      commands: [{ name: "roll" }, { name: "Report", type: 3 }],
      crons: [{ name: "tick", expr: "* * * * *", timezone: "UTC", skipIfRunning: true, catchUp: false }],
      webhooks: [{ name: "hook", signature: "none" }],
    },
  });
  assert.deepEqual(texts(list), [
    "ban members",
    "react to messages",
    "reply",
    "send requests to api.example.com",
    "use the secret KEY",
    "keep data in the store points",
    "send requests to addresses made while it runs",
    "do anything a script can, chosen while it runs",
    "hear guildMemberAdd",
    "ask Discord for events of GuildMembers",
    "ask Discord for events of GuildMessages",
    "ask Discord for events of MessageContent",
    "answer /roll",
    'answer "Report" in the menu of messages',
    "answer ?ping",
    'run "tick" by itself',
    "be called at the webhook hook",
  ]);
  assert.equal(
    list.find(({ name }) => name === "host")!.detail,
    "first at src/main.ts:3; its code mentions b.example.com",
  );
});

Deno.test("changesOf() tells what is new and what is gone, whatever its particulars", () => {
  const from = {
    manifest: { ...emptyManifest, events: ["guildMemberAdd"] },
    uses: { ...noUses, rest: ["kickMember"], dynamic: [{ use: "rest" as const, file: "a.ts", line: 1 }] },
  };
  const to = {
    manifest: { ...emptyManifest, events: ["guildMemberAdd"] },
    uses: { ...noUses, rest: ["banMember"], dynamic: [{ use: "rest" as const, file: "a.ts", line: 9 }] },
  };
  const { added, removed } = changesOf(from, to);
  assert.deepEqual([texts(added), texts(removed)], [["ban members"], ["kick members"]]);
  assert.deepEqual(changesOf(to, to), { added: [], removed: [] });
  assert.equal(
    changesOf(undefined, to).added.length,
    capabilitiesOf(to).length,
    "all of a first deploy is new",
  );
});

Deno.test("changesOf() says nothing of code that nobody looked at", () => {
  const unknown = { manifest: { ...emptyManifest, events: ["guildMemberAdd"] } };
  const known = { manifest: emptyManifest, uses: { ...noUses, rest: ["banMember"] } };
  const { added, removed } = changesOf(unknown, known);
  assert.deepEqual([texts(added), texts(removed)], [[], [
    "hear guildMemberAdd",
    "ask Discord for events of GuildMembers",
  ]]);
});
