import assert from "node:assert/strict";
import { dispose } from "@flora/bundler";
import { FloraClient } from "@flora/api-client";
import { defaultLimits } from "@flora/model";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const current = `/api/guilds/${HOME}/deployment`;
const project = (text: string) => ({ entry: "main.ts", files: { "main.ts": text } });

/** Runs the test with two deployments live one after the other, and ends the bundler's process with it. */
async function withTwo(
  test: (bench: Bench, client: FloraClient, first: string, second: string) => Promise<void>,
): Promise<void> {
  await using bench = await Bench.open();
  const client = new FloraClient({ baseUrl: bench.url, token: bench.token });
  const ids: string[] = [];
  for (const text of ["1;", "2;"]) {
    ids.push((await client.deploy(HOME, project(text))).deployment.revisionId);
  }
  await test(bench, client, ids[0]!, ids[1]!);
  await dispose();
}

Deno.test("rollback makes an earlier revision a new deployment, by who asked for it", () =>
  withTwo(async (bench, client, first, second) => {
    const token = await bench.addToken("medic", { guildIds: [HOME] });
    const deployment = await bench.read(201, "POST", `${current}/rollback`, {
      json: { revisionId: first },
      token,
    });
    assert.deepEqual([deployment.number, deployment.revisionId, deployment.createdBy], [3, first, "medic"]);
    assert.deepEqual(await client.deployment(HOME), deployment);
    const refuse = (status: number, revisionId: string, guild = HOME) =>
      bench.refusal(status, "POST", `/api/guilds/${guild}/deployment/rollback`, { json: { revisionId } });
    assert.match((await refuse(409, first)).detail, /is live already/);
    await refuse(404, "rev_0000000000");
    await refuse(404, second, OTHER);
    assert.equal((await refuse(400, "../x")).field, "revisionId");
  }));

Deno.test("If-Match keeps a deploy, rollback or undeploy from undoing what its caller has not seen", () =>
  withTwo(async (bench, client, first) => {
    const { deployment, etag } = await client.taggedDeployment(HOME);
    assert.equal(etag, '"2"');
    assert.equal(deployment.number, 2);
    const rollback = (ifMatch: string) => client.rollback(HOME, first, { ifMatch });
    const lost = { name: "ApiError", status: 412 };
    await assert.rejects(rollback('"1"'), lost);
    await assert.rejects(rollback('W/"2"'), lost);
    await assert.rejects(client.undeploy(HOME, { ifMatch: '"1"' }), lost);
    await assert.rejects(client.deploy(HOME, project("3;"), { ifMatch: '"1"' }), lost);
    await assert.rejects(rollback("2"), { status: 400 });
    const both = await Promise.allSettled([
      rollback(etag),
      client.deploy(HOME, project("3;"), { ifMatch: etag }),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const headers = { "if-none-match": "*" };
    await bench.refusal(412, "POST", `${current}s`, { json: project("4;"), headers });
    await client.undeploy(HOME, { ifMatch: '"9", "3"' });
    await assert.rejects(client.undeploy(HOME, { ifMatch: "*" }), lost);
    const created = await bench.send("POST", `${current}s`, { json: project("4;"), headers });
    assert.deepEqual([created.status, created.headers.get("etag")], [201, '"4"']);
    await created.body?.cancel();
    const again = await bench.send("GET", current, { headers: { "if-none-match": 'W/"4"' } });
    assert.deepEqual([again.status, await again.text()], [304, ""]);
  }));

Deno.test("pause is said wherever the deployment is, changes its ETag, and ends with resume", () =>
  withTwo(async (bench, client) => {
    const paused = await client.pause(HOME);
    assert.ok(paused.pausedAt! <= Date.now());
    assert.deepEqual(await client.deployment(HOME), paused);
    assert.deepEqual((await client.deployments()).deployments, [paused]);
    await assert.rejects(client.undeploy(HOME, { ifMatch: '"2"' }), { status: 412 });
    const { etag } = await client.taggedDeployment(HOME);
    assert.equal((await client.resume(HOME)).pausedAt, undefined);
    await assert.rejects(client.undeploy(HOME, { ifMatch: etag }), { status: 412 });
    await assert.rejects(client.pause(OTHER), { status: 404 });
    const token = await bench.addToken("stranger", { guildIds: [OTHER] });
    for (const verb of ["pause", "resume", "rollback"]) {
      await bench.refusal(403, "POST", `${current}/${verb}`, { token, json: { revisionId: "rev_00000000" } });
    }
  }));

Deno.test("revisions are read with or without their files, by their own guild only", () =>
  withTwo(async (bench, client, first) => {
    const info = await client.revision(HOME, first);
    assert.deepEqual([info.id, info.createdBy, info.entry, info.files], [first, "operator", "main.ts", [
      { path: "main.ts", bytes: 2 },
    ]]);
    assert.ok(info.codeBytes > 0);
    assert.deepEqual(await client.revisionSources(HOME, first), project("1;"));
    await assert.rejects(client.revision(OTHER, first), { status: 404 });
    await assert.rejects(client.revisionSources(OTHER, first), { status: 404 });
    const token = await bench.addToken("stranger", { guildIds: [OTHER] });
    for (const path of ["", "/sources"]) {
      await bench.refusal(403, "GET", `/api/guilds/${HOME}/revisions/${first}${path}`, { token });
    }
  }));

Deno.test("a diff compares a revision with another one of the guild, or with what is live", () =>
  withTwo(async (_bench, client, first, second) => {
    const live = await client.diff(HOME, first);
    assert.deepEqual([live.from, live.to, live.entry, live.manifest], [second, first, undefined, []]);
    assert.deepEqual(live.files.map(({ path, status, added, removed }) => [path, status, added, removed]), [
      ["main.ts", "changed", 1, 1],
    ]);
    assert.match(live.files[0]!.patch!, /^-2;\n(.*\n)?\+1;$/m);
    assert.deepEqual((await client.diff(HOME, first, first)).files, []);
    await assert.rejects(client.diff(HOME, first, "rev_0000000000"), { status: 404 });
    await assert.rejects(client.diff(OTHER, first, second), { status: 404 });
    await client.undeploy(HOME);
    await assert.rejects(client.diff(HOME, first), { status: 404 });
    assert.equal((await client.diff(HOME, first, second)).from, second);
  }));

Deno.test("validate answers what a deploy would say, and nothing of it is kept", () =>
  withTwo(async (bench, client) => {
    const { storage, gateway } = bench;
    gateway.manifest = { ...gateway.manifest, events: ["ready"] };
    gateway.findings = [{ severity: "warning", code: "INTENT_MISSING", message: "no intent" }];
    const kept: string[] = [];
    const { putRevision } = storage.deployments;
    storage.deployments.putRevision = (revision) => {
      kept.push(revision.id);
      return putRevision.call(storage.deployments, revision);
    };
    const fine = await client.validate(HOME, project("eval('1');"));
    assert.deepEqual([fine.ok, fine.manifest], [true, gateway.manifest]);
    assert.ok(fine.codeBytes! > 0);
    assert.deepEqual(fine.findings.map(({ code, file, line }) => [code, file, line]), [
      ["BUNDLE_WARNING", "main.ts", 1],
      ["INTENT_MISSING", undefined, undefined],
    ]);
    gateway.findings = [{ severity: "error", code: "SCRIPT_REJECTED", message: "boom" }];
    assert.equal((await client.validate(HOME, project("1;"))).ok, false);
    const broken = await client.validate(HOME, project("let x = ;"));
    assert.deepEqual([broken.ok, broken.manifest], [false, undefined]);
    assert.deepEqual(broken.findings.map(({ code, file, line }) => [code, file, line]), [
      ["BUNDLE_INVALID", "main.ts", 1],
    ]);
    assert.equal(kept.length, 2);
    for (const id of kept) assert.equal(await storage.deployments.getRevision(HOME, id as never), null);
    assert.equal((await client.deployment(HOME)).number, 2);
    await bench.gateway.die();
    await assert.rejects(client.validate(HOME, project("1;")), { status: 503 });
  }));

Deno.test("a revision that is kept no longer is told apart from one that never was", () =>
  withTwo(async (bench, client, first, second) => {
    const { storage: { deployments } } = bench;
    await deployments.prune(HOME, { ...defaultLimits, revisions: 1, deployments: 2 });
    const forgotten = `${first}: it was deployment 1, and only the newest 30 revisions of a guild are kept`;
    for (
      const [ask, action] of [
        [client.rollback(HOME, first), "roll back to"],
        [client.revision(HOME, first), "read revision"],
        [client.diff(HOME, second, first), "read revision"],
      ] as const
    ) {
      await assert.rejects(ask, { status: 404, message: `Cannot ${action} ${forgotten}` });
    }
    for (const path of [`${first}/review`, `${second}/review?from=${first}`]) {
      const { detail } = await bench.refusal(404, "GET", `/api/guilds/${HOME}/revisions/${path}`);
      assert.equal(detail, `Cannot read revision ${forgotten}`);
    }
    assert.deepEqual((await client.history(HOME)).deployments.map(({ number }) => number), [2, 1]);
    await deployments.prune(HOME, { ...defaultLimits, revisions: 1, deployments: 1 });
    await assert.rejects(client.rollback(HOME, first), { message: /has no such revision$/ });
    assert.equal((await client.deployment(HOME)).revisionId, second);
  }));
