import assert from "node:assert/strict";
import { ControlError } from "@flora/model";
import { dispose } from "@flora/bundler";
import { zipSync } from "fflate";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const SCRIPT = `on("ready", () => {});`;
const deployments = `/api/guilds/${HOME}/deployments`;
const project = { entry: "main.ts", files: { "main.ts": `import "./b.ts";`, "b.ts": SCRIPT } };

/** Runs the test, and ends the bundler's process with it. */
async function withBench(test: (bench: Bench) => Promise<void>): Promise<void> {
  await using bench = await Bench.open();
  await test(bench);
  await dispose();
}

function form(parts: [string, File | string][]): FormData {
  const form = new FormData();
  for (const [name, part] of parts) form.append(name, part);
  return form;
}

Deno.test("deployments are put live from JSON, from files and from an archive, and read back", () =>
  withBench(async (bench) => {
    const first = await bench.read(201, "POST", deployments, { json: project });
    assert.deepEqual(first.warnings, []);
    assert.equal(first.deployment.number, 1);
    assert.equal(first.deployment.createdBy, "operator");
    assert.deepEqual(first.deployment.files.map(({ path }: { path: string }) => path), ["b.ts", "main.ts"]);

    const files = form([["files", new File([SCRIPT], "src/main.ts")]]);
    const second = await bench.read(201, "POST", deployments, { body: files });
    assert.equal(second.deployment.entry, "src/main.ts");

    const zip = zipSync({ "bot.ts": new TextEncoder().encode(SCRIPT) }) as Uint8Array<ArrayBuffer>;
    const archive = form([["archive", new File([zip], "project.zip")], ["entry", "bot.ts"]]);
    const third = await bench.read(201, "POST", deployments, { body: archive });

    assert.deepEqual(await bench.read(200, "GET", `/api/guilds/${HOME}/deployment`), third.deployment);
    assert.deepEqual(await bench.read(200, "GET", "/api/deployments"), { deployments: [third.deployment] });
    assert.deepEqual(
      await bench.read(200, "GET", deployments),
      { deployments: [third.deployment, second.deployment, first.deployment] },
    );
    const page = await bench.read(200, "GET", `${deployments}?limit=2`);
    assert.deepEqual(page.deployments, [third.deployment, second.deployment]);
    const rest = await bench.read(200, "GET", `${deployments}?limit=2&cursor=${page.cursor}`);
    assert.deepEqual(rest, { deployments: [first.deployment] });
    assert.equal((await bench.refusal(400, "GET", `${deployments}?cursor=-1`)).field, "cursor");
  }));

Deno.test("a deploy is told with what it can do, compared with what was live", () =>
  withBench(async (bench) => {
    const capability = { kind: "rest", name: "banMember", text: "ban members" } as const;
    const finding = { severity: "warning", code: "PERMISSION_MISSING", message: "no" } as const;
    bench.gateway.review = {
      capabilities: [capability],
      added: [capability],
      removed: [],
      findings: [finding],
    };
    const first = await bench.read(201, "POST", deployments, { json: project });
    assert.deepEqual(first.review, bench.gateway.review);
    assert.deepEqual(first.deployment.uses.rest, []);
    const files = { "main.ts": `on("ready", () => { rest.banMember({ userId: "1" }); });` };
    const second = await bench.read(201, "POST", deployments, { json: { entry: "main.ts", files } });
    assert.deepEqual(second.deployment.uses.rest, ["banMember"]);
    const [before, after] = [first.deployment.revisionId, second.deployment.revisionId];
    assert.deepEqual(bench.gateway.reviewed.map(({ revisionId, from }) => [revisionId, from]), [
      [before, null],
      [after, before],
    ]);
    const revision = `/api/guilds/${HOME}/revisions/${before}`;
    assert.deepEqual(await bench.read(200, "GET", `${revision}/review`), bench.gateway.review);
    assert.equal(bench.gateway.reviewed.at(-1)!.from, after);
    const validated = await bench.read(200, "POST", `/api/guilds/${HOME}/validate`, { json: project });
    assert.deepEqual(validated.findings, [finding]);
    bench.gateway.review = undefined as never;
    const third = await bench.read(201, "POST", deployments, { json: project });
    assert.equal(third.review, undefined, "what is live is live, even where nobody can say what it can do");
  }));

Deno.test("undeploying takes the script away and leaves the history", () =>
  withBench(async (bench) => {
    const current = `/api/guilds/${HOME}/deployment`;
    await bench.read(201, "POST", deployments, { json: project });
    await bench.read(204, "DELETE", current);
    assert.match((await bench.refusal(404, "GET", current)).detail, new RegExp(`guild ${HOME} has none`));
    await bench.refusal(404, "DELETE", current);
    assert.deepEqual(await bench.read(200, "GET", "/api/deployments"), { deployments: [] });
    assert.equal((await bench.read(200, "GET", deployments)).deployments.length, 1);
  }));

Deno.test("a deploy the gateway refuses is told as it says, and its revision is forgotten", () =>
  withBench(async (bench) => {
    const refused: string[] = [];
    const { storage } = bench;
    const { deleteRevision } = storage.deployments;
    storage.deployments.deleteRevision = async (guildId, revisionId) => {
      await deleteRevision.call(storage.deployments, guildId, revisionId);
      assert.equal(await storage.deployments.getRevision(guildId, revisionId), null);
      refused.push(revisionId);
    };
    bench.gateway.onDeploy = () => {
      throw new ControlError("SCRIPT_REJECTED", "Cannot load: boom", { stack: "at main.ts:1:1" });
    };
    const problem = await bench.refusal(422, "POST", deployments, { json: project });
    assert.deepEqual(
      [problem.code, problem.detail, problem.stack],
      ["SCRIPT_REJECTED", "Cannot load: boom", "at main.ts:1:1"],
    );
    assert.equal(refused.length, 1);
    bench.gateway.onDeploy = () => bench.gateway.die();
    assert.equal((await bench.refusal(503, "POST", deployments, { json: project })).code, "UNAVAILABLE");
    assert.equal(refused.length, 2);
  }));

Deno.test("without a gateway a deploy is refused before anything is stored, and works when it is back", () =>
  withBench(async (bench) => {
    await bench.gateway.die();
    const response = await bench.send("POST", deployments, { json: project });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("retry-after"), "2");
    assert.match((await response.json()).detail, /Cannot reach the gateway/);
    assert.deepEqual(await bench.read(200, "GET", deployments), { deployments: [] });
    await bench.restartGateway();
    await bench.read(201, "POST", deployments, { json: project });
  }));

Deno.test("a token for one guild sees and manages that guild alone", () =>
  withBench(async (bench) => {
    const token = await bench.addToken("owner", { guildIds: [HOME] });
    await bench.read(201, "POST", deployments, { json: project, token });
    await bench.read(201, "POST", `/api/guilds/${OTHER}/deployments`, { json: project });
    for (
      const [method, path] of [
        ["POST", "deployments"],
        ["GET", "deployments"],
        ["GET", "deployment"],
        ["DELETE", "deployment"],
      ]
    ) {
      const problem = await bench.refusal(403, method!, `/api/guilds/${OTHER}/${path}`, { token });
      assert.match(problem.detail, /token "owner" is not for it/);
    }
    const seen = (await bench.read(200, "GET", "/api/deployments", { token })).deployments;
    assert.deepEqual(seen.map(({ guildId }: { guildId: string }) => guildId), [HOME]);
    assert.deepEqual(await bench.read(200, "GET", "/api/guilds", { token }), {
      guilds: [{ guildId: HOME, name: "Home" }],
    });
    assert.equal((await bench.read(200, "GET", "/api/guilds")).guilds.length, 2);
  }));
