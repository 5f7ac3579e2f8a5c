import assert from "node:assert/strict";
import { OTHER_GUILD, OWN_GUILD } from "../testing/loopback.ts";
import { hostAllowed } from "./hosts.ts";
import { createSecretVault } from "./vault.ts";

const secret = { name: "api", value: 'tr"ue/vält+1', allowedHosts: ["api.example.test"] };
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

Deno.test("createSecretVault() placeholders are stable per guild and name, and tell nothing", () => {
  const own = createSecretVault([secret], { guildId: OWN_GUILD });
  const again = createSecretVault([{ ...secret, value: "changed" }], { guildId: OWN_GUILD });
  const other = createSecretVault([secret], { guildId: OTHER_GUILD });
  const { api } = own.placeholders();
  assert.match(api!, /^flora_secret_[0-9a-f]{32}$/);
  assert.equal(again.placeholders().api, api);
  assert.notEqual(other.placeholders().api, api);
});

Deno.test("createSecretVault() reveal swaps only own placeholders, only for allowed hosts", () => {
  const own = createSecretVault([secret], { guildId: OWN_GUILD });
  const other = createSecretVault([{ ...secret, value: "other's" }], { guildId: OTHER_GUILD });
  const api = own.placeholders().api!;
  assert.equal(
    own.reveal(`Bearer ${api}, ${api}`, "api.example.test"),
    `Bearer ${secret.value}, ${secret.value}`,
  );
  const forged = [
    other.placeholders().api!,
    `flora_secret_${"0".repeat(32)}`,
    api.toUpperCase(),
    api.slice(0, -1),
    `flora_secret_${"g".repeat(32)}`,
    "flora_secret_api",
    "flora_secret___proto__",
  ];
  for (const text of forged) assert.equal(own.reveal(text, "api.example.test"), text);
  assert.equal(code(() => own.reveal(api, "evil.example.test")), "SECRET_HOST_FORBIDDEN");
  assert.equal(code(() => own.reveal(api, "api.example.test.evil.test")), "SECRET_HOST_FORBIDDEN");
  assert.equal(own.reveal("no secret", "evil.example.test"), "no secret");
});

Deno.test("createSecretVault() reveal puts in a value with $ signs as it is", () => {
  const vault = createSecretVault([{ ...secret, value: "$&$1$$" }], { guildId: OWN_GUILD });
  assert.equal(vault.reveal(vault.placeholders().api!, "api.example.test"), "$&$1$$");
});

Deno.test("createSecretVault() scrub takes out values as JSON, URLs and base64 spell them", () => {
  const vault = createSecretVault([
    secret,
    { name: "long", value: "true-value-and-more", allowedHosts: [] },
    { name: "short", value: "true-value", allowedHosts: [] },
    { name: "tiny", value: "ab", allowedHosts: [] },
    { name: "pattern", value: "a.*(b)[c]", allowedHosts: [] },
  ], { guildId: OWN_GUILD });
  assert.equal(vault.scrub(`x ${secret.value} y`), "x *** y");
  assert.equal(vault.scrub(JSON.stringify({ k: secret.value })), '{"k":"***"}');
  assert.equal(vault.scrub(`?k=${encodeURIComponent(secret.value)}`), "?k=***");
  assert.equal(vault.scrub("true-value-and-more true-value"), "*** ***");
  assert.equal(vault.scrub("a.*(b)[c] axx(b)[c]"), "*** axx(b)[c]");
  assert.equal(vault.scrub(btoa("true-value-and-more")), "***");
  assert.equal(vault.scrub("crab"), "crab");
});

Deno.test("hostAllowed() knows exact names and suffixes, and nothing that only looks alike", () => {
  const allowed: [string, string[], boolean][] = [
    ["api.example.test", ["api.example.test"], true],
    ["API.Example.Test.", ["api.example.test"], true],
    ["api.example.test", ["API.EXAMPLE.TEST"], true],
    ["x.api.example.test", ["api.example.test"], false],
    ["example.test", ["*.example.test"], false],
    ["a.example.test", ["*.example.test"], true],
    ["a.b.example.test", ["*.example.test"], true],
    ["evilexample.test", ["*.example.test"], false],
    ["example.test.evil.test", ["*.example.test"], false],
    ["a.example.test", ["*"], false],
    ["a.example.test", ["*."], false],
    ["a.example.test", ["a.*.test"], false],
    ["", [""], false],
    ["a.example.test", [], false],
  ];
  for (const [host, entries, expected] of allowed) {
    assert.equal(hostAllowed(host, entries), expected, `${host} ${entries}`);
  }
});
