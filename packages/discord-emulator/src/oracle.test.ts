import assert from "node:assert/strict";
import { findDescription, openRequestOracle } from "./oracle.ts";

const FILE = findDescription();
const channel = "/channels/100000000000000001";

Deno.test({
  name: "openRequestOracle() lets nothing pass that is not described",
  ignore: FILE === undefined,
  fn: () => {
    const { check } = openRequestOracle(FILE!);
    const embed = (embed: object) => check("POST", `${channel}/messages`, { embeds: [embed] });
    assert.deepEqual(
      check("POST", `${channel}/messages`, { content: "x", nonce: "1", enforce_nonce: true }),
      [],
    );
    assert.deepEqual(embed({ title: "x", fields: [{ name: "a", value: "b", inline: true }] }), []);
    assert.deepEqual(check("GET", `${channel}/messages`, undefined, { limit: "2" }), []);
    const refused = [
      [check("GET", "/channels/1/nothing", undefined), "GET /channels/1/nothing: not described"],
      [check("PUT", channel, {}), `PUT ${channel}: not described`],
      [check("POST", `${channel}/messages`, { contents: "x" }), "/contents: is not described"],
      [embed({ title: "x", colour: 1 }), "/embeds/0/colour: is not described"],
      [
        embed({ fields: [{ name: "a", value: "b", inLine: true }] }),
        "/embeds/0/fields/0/inLine: is not described",
      ],
      [check("POST", `${channel}/messages`, undefined), "no body: one is required"],
      [check("GET", `${channel}/messages`, undefined, { most: "2" }), "query.most: is not described"],
      [check("DELETE", channel, { reason: "x" }), "a body: none is described"],
    ] as const;
    for (const [problems, expected] of refused) assert.deepEqual(problems, [expected]);
  },
});
