/** @module Files that are staged, taken, kept and lost in every way that a script, or a guest that writes its own frames, may try. */
import { inCategory } from "../contract.ts";
import { probe } from "../probe.ts";
import { onGo } from "../scripts.ts";

const MIB = 1024 * 1024;

/** What the forger's scripts work with: `begin` and `put` as the SDK calls them, `send` names files in a message. */
const TOOLS = `
const begin = (...sizes) => forge.call("files.begin", { files: sizes.map((bytes, i) => ({ name: "f" + i, bytes })) }).then(({ ids }) => ids);
const put = (id, at, data) => forge.call("files.put", { id, at, dataBase64: btoa(data) }).then(() => 1);
const channel = () => "5" + guildId.slice(1);
const send = (...staged) => forge.call("discord.rest", {
  route: "messages.send", params: { channelId: channel() }, body: {}, files: staged.map((id) => ({ name: "a", staged: id })),
}).then(() => 1);
const whole = async (data = "abc") => { const [id] = await begin(data.length); await put(id, 0, data); return id; };
const code = (call) => call.then(() => "ok", (error) => error.code);
let guildId;
on("messageCreate", (ctx) => { guildId = ctx.msg.guildId; });`;

export const fileAttacks = inCategory("op-files", [
  probe("a staged file is its isolate's alone", ({ neighbour: { file } }) => ({
    "sent by another guild": `send("${file}")`,
    "sent among its own": `whole().then((id) => send(id, "${file}"))`,
    "added to by another guild": `put("${file}", 0, "abc")`,
    "added to at its end": `put("${file}", 47, "abc")`,
    "taken up again":
      `forge.call("files.begin", { files: [{ name: "a", bytes: 3, id: "${file}" }] }).then(({ ids }) => ids.includes("${file}"))`,
    "dropped by another guild": `forge.call("files.drop", { ids: ["${file}"] }).then(() => 0)`,
    "dropped in the name of another guild":
      `forge.call("files.drop", { ids: ["${file}"], guildId: "1" }).then(() => 0)`,
    "sent to an interaction":
      `forge.call("interactions.followUp", { interaction: "ih_x", body: {}, files: [{ name: "a", staged: "${file}" }] })`,
  }), { stage: "forger", setUp: TOOLS }),
  probe("ids of files that nobody has staged come to nothing", {
    "of the prototype": `send("__proto__")`,
    "of the prototype, in parts": `put("constructor", 0, "abc")`,
    "empty": `send("")`,
    "a mebibyte long": `send("f".repeat(${MIB}))`,
    "a list": `forge.call("files.put", { id: ["f"], at: 0, dataBase64: "YWJj" })`,
    "with half a pair": `put("f_\\ud800", 0, "abc")`,
    "guessed": `send("f_" + "A".repeat(22))`,
    "of a file that is both": `whole().then((id) => forge.call("discord.rest", { route: "messages.delete",
      params: { channelId: channel(), messageId: "300000000000000009" }, files: [{ name: "a", staged: id, dataBase64: "YWJj" }] })).then(() => 0)`,
  }, { stage: "forger", setUp: TOOLS, asksDiscord: true }),
  probe("a file is sent once, whole, and as large as it was said to be", {
    "before it is whole": `begin(6).then(async ([id]) => { await put(id, 0, "abc"); return send(id); })`,
    "without any of it": `begin(6).then(([id]) => send(id))`,
    "twice in one message": `whole().then((id) => send(id, id))`,
    "after it was sent": `whole().then(async (id) => { await send(id).catch(() => 0); return send(id); })`,
    "twice at once": `whole().then(async (id) => {
      const [a, b] = await Promise.allSettled([send(id), send(id)]); return a.status === "fulfilled" && b.status === "fulfilled"; })`,
    "after it was dropped":
      `whole().then(async (id) => { await forge.call("files.drop", { ids: [id] }); return send(id); })`,
    "a part after it was sent": `whole().then(async (id) => { await send(id); return put(id, 3, "d"); })`,
    "a part after its end": `whole().then((id) => put(id, 3, "d"))`,
    "a part beyond its end": `begin(2).then(([id]) => put(id, 0, "abc"))`,
    "a part a second time": `whole().then((id) => put(id, 0, "abc"))`,
    "a part before its beginning": `begin(3).then(([id]) => put(id, -1, "abc"))`,
    "a part with a gap before": `begin(9).then(([id]) => put(id, 3, "abc"))`,
    "a part at no place at all": `begin(3).then(([id]) => put(id, 1e300, "abc"))`,
    "a part that is too large": `begin(400 * 1024).then(([id]) => put(id, 0, "x".repeat(193 * 1024)))`,
    "a part that is no base64":
      `begin(3).then(([id]) => forge.call("files.put", { id, at: 0, dataBase64: "%%%%" }))`,
    "an empty part": `begin(3).then(([id]) => put(id, 0, ""))`,
  }, { stage: "forger", setUp: TOOLS, asksDiscord: true }),
  probe("what is announced is of a size and number that Discord takes", {
    "a byte over the limit": `begin(${10 * MIB + 1})`,
    "a byte over the limit together": `begin(${10 * MIB}, ${10 * MIB}, ${5 * MIB + 1})`,
    "of no bytes": `begin(0)`,
    "of less": `begin(-1)`,
    "of half a byte": `begin(0.5)`,
    "of very many": `begin(1e300)`,
    "of bytes in words": `begin("3")`,
    "eleven": `begin(...new Array(11).fill(1))`,
    "none": `begin()`,
    "with a name that ends a line":
      `forge.call("files.begin", { files: [{ name: "a\\r\\nX: y", bytes: 3 }] })`,
    "with a name in quotes": `forge.call("files.begin", { files: [{ name: 'a"; filename="b', bytes: 3 }] })`,
    "along with the call":
      `forge.call("discord.rest", { route: "messages.send", params: { channelId: channel() }, body: {},
      files: [{ name: "a", dataBase64: "x".repeat(${MIB}) }] })`,
  }, { stage: "forger", setUp: TOOLS }),
  {
    name: "files that are announced and never sent",
    stage: "forger",
    script: onGo(
      `
      const codes = [];
      for (let i = 0; i < 20; i++) codes.push(await code(begin(${10 * MIB}, ${10 * MIB}, ${5 * MIB})));
      await note("codes", [codes[0], [...new Set(codes.slice(1))]]);`,
      TOOLS,
    ),
    must: { notes: { codes: ["ok", ["LIMIT_EXCEEDED"]] }, again: "ok" },
  },
  {
    name: "files of one byte by the hundred",
    stage: "forger",
    script: onGo(
      `
      const codes = [];
      for (let i = 0; i < 20; i++) codes.push(await code(begin(...new Array(10).fill(1))));
      await note("begun", [codes.filter((one) => one === "ok").length, [...new Set(codes)]]);`,
      TOOLS,
    ),
    must: { notes: { begun: [6, ["ok", "LIMIT_EXCEEDED"]] }, again: "ok" },
  },
  {
    name: "parts of one byte by the thousand",
    stage: "forger",
    script: onGo(
      `
      const [id] = await begin(5000), start = Date.now(), other = new Set();
      let at = 0, refused = 0;
      while (Date.now() - start < 1200 && at < 5000) await put(id, at, "x").then(() => at++, (error) => {
        if (error.code === "LIMIT_EXCEEDED") refused++; else other.add(error.code);
      });
      if (at > 2.2 * 145 + 10) await win("parts", at);
      await note("other", [...other]);`,
      TOOLS,
    ),
    must: {
      go: ["ok", "timed-out", "lost: cpu-limit"],
      again: ["ok", "timed-out", "lost: cpu-limit"],
    },
  },
  {
    name: "as many whole files as fit, kept until the end",
    stage: "forger",
    script: onGo(
      `
      const part = "x".repeat(190 * 1024);
      for (let i = 0; i < 40; i++) await begin(part.length).then(([id]) => put(id, 0, part)).catch(() => 0);
      await note("done", true);`,
      TOOLS,
    ),
    must: { go: ["ok", "lost: cpu-limit", "timed-out"], again: ["ok", "lost: cpu-limit"] },
  },
  {
    name: "an upload over the limit, by the SDK",
    stage: "ops",
    script: onGo(`
      const refused = await ctx.reply({ attachments: [{ name: "a.bin", data: new Uint8Array(${
      11 * MIB
    }) }] }).catch((error) => error);
      await note("refused", [refused.code, refused.message]);`),
    must: {
      notes: {
        refused: [
          "INVALID_ARGUMENT",
          `Cannot upload "a.bin": it is ${11 * MIB} bytes, at most ${10 * MIB}`,
        ],
      },
      again: "ok",
    },
  },
  {
    name: "a guest that hangs in the middle of an upload",
    script: onGo(`
      void ctx.reply({ attachments: [{ name: "a.bin", data: new Uint8Array(${5 * MIB}) }] });
      await new Promise((go) => setTimeout(go, 5));
      for (;;);`),
    must: {
      go: ["lost: cpu-limit", "lost: dispatch-timeout", "timed-out"],
      again: ["ok", "lost", "timed-out"],
    },
    asksDiscord: true,
  },
  {
    name: "many uploads at once",
    stage: "ops",
    script: onGo(`
      const codes = await Promise.all(Array.from({ length: 8 }, () =>
        ctx.reply({ attachments: [{ name: "a.bin", data: new Uint8Array(${
      4 * MIB
    }) }] }).then(() => "ok", ({ code }) => code)));
      if (codes.filter((code) => code === "ok").length > 6) await win("all", codes);
      await note("others", codes.filter((code) => code !== "ok" && code !== "LIMIT_EXCEEDED"));`),
    must: { go: ["ok", "lost: cpu-limit", "timed-out"], again: ["ok", "lost: cpu-limit", "timed-out"] },
    asksDiscord: true,
  },
]);
