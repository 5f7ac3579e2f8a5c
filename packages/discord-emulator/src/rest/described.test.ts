import assert from "node:assert/strict";
import { type Answer, type Harness, withEmulator } from "../../testdata/harness.ts";
import { tour } from "../../testdata/tour.ts";
import { findDescription, openRequestOracle, type RequestOracle } from "../oracle.ts";
import { ROUTES } from "./routes.ts";

const FILE = findDescription();

/** Calls REST and notes every problem the description finds with question and answer. */
class Described {
  readonly problems: string[] = [];
  readonly covered = new Set<string>();
  readonly #oracle: RequestOracle;
  readonly #harness: Harness;

  constructor(harness: Harness, oracle: RequestOracle) {
    this.#harness = harness;
    this.#oracle = oracle;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    expected: "ok" | "refused" = "ok",
  ): Promise<Answer["body"]> {
    const answer = await this.#harness.rest(method, path, body);
    const [bare, search] = path.split("?");
    const query = Object.fromEntries(new URLSearchParams(search ?? ""));
    const name = `${method} ${this.#oracle.find(method, bare!) ?? bare}`;
    this.covered.add(name);
    const note = (kind: string, found: string[]) => {
      for (const problem of found) this.problems.push(`${name} ${kind}: ${problem}`);
    };
    if (expected === "ok") note("request", this.#oracle.check(method, bare!, body, query));
    if ((answer.status < 400) !== (expected === "ok")) {
      this.problems.push(`${name}: answered ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    note("answer", this.#oracle.checkResponse(method, bare!, answer.status, answer.body));
    return answer.body;
  }
}

async function refuseAll(harness: Harness, described: Described): Promise<void> {
  const { guildId: g, generalId: c, ownerId } = harness;
  const refused = (method: string, path: string, body?: unknown) =>
    described.call(method, path, body, "refused");
  await refused("GET", "/channels/100000000000000001");
  await refused("GET", "/guilds/100000000000000001");
  await refused("POST", `/channels/${c}/messages`, {
    content: "x".repeat(2001),
    embeds: [{ title: "y".repeat(300) }],
  });
  await refused("POST", `/channels/${c}/messages`, {});
  await refused("PUT", `/guilds/${g}/bans/${ownerId}`, {});
  await refused("POST", `/guilds/${g}/channels`, { name: "" });
}

Deno.test({
  name: "REST answers fit Discord's OpenAPI description, as do the requests that were accepted",
  ignore: !FILE,
  fn: () =>
    withEmulator({}, async (harness) => {
      const described = new Described(harness, openRequestOracle(FILE!));
      await tour(harness, (method, path, body) => described.call(method, path, body));
      await refuseAll(harness, described);
      assert.deepEqual(described.problems, []);
      assert.ok(described.covered.size > 90, `${described.covered.size} operations were called`);
    }),
});

Deno.test({
  name: "ROUTES every route is described by Discord",
  ignore: !FILE,
  fn: () => {
    const oracle = openRequestOracle(FILE!);
    const undescribed = ROUTES
      .filter(({ method, path }) => !oracle.find(method, path.replaceAll(/:[a-z_]+/g, "100000000000000001")))
      .map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(undescribed, []);
  },
});
