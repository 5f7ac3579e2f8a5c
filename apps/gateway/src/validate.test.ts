import assert from "node:assert/strict";
import { ControlError, emptyManifest } from "@flora/model";
import { storeRevision } from "@flora/storage/testing/revision";
import { withGateway } from "./testing/set-up.ts";

const ceiling = ["Guilds", "GuildExpressions", "GuildMessages"];

Deno.test("validate answers manifest and findings, and nothing is live, registered or left", () =>
  withGateway(
    { intentsCeiling: ceiling },
    async ({ guilds: [guild], storage, control, emulator, workers }) => {
      const guildId = guild!.id;
      const revisionId = await storeRevision(storage, guildId);
      const [worker] = workers;
      const manifest = {
        ...emptyManifest,
        events: ["guildMemberAdd"],
        commands: [{ name: "Bad Name", description: "x" }],
        crons: [{ name: "a", expr: "61 * * * *", timezone: "UTC", skipIfRunning: true, catchUp: false }],
        webhooks: [{ name: "hook", signature: "github" as const, secret: "KEY" }],
        settings: [{ key: "where", type: "channel" as const, label: "Where", required: true }],
      };
      worker!.manifest = () => manifest;
      const answer = await control.call("validate", { guildId, revisionId });
      assert.deepEqual(answer.manifest, manifest);
      assert.deepEqual(answer.findings.map(({ severity, code, field }) => [severity, code, field]), [
        ["error", "SCRIPT_REJECTED", "crons.0.expr"],
        ["error", "COMMANDS_REJECTED", "commands.0.name"],
        ["warning", "INTENT_MISSING", "events"],
        ["warning", "SECRET_MISSING", "webhooks.0.secret"],
        ["warning", "SETTING_MISSING", "settings.0"],
      ]);
      assert.deepEqual(worker!.calls.map(({ method }) => method), ["warm", "discard"]);
      assert.equal(await storage.deployments.current(guildId), null);
      assert.equal(emulator.world.guilds.get(guildId)!.commands.size, 0);
    },
  ));

Deno.test("validate tells where a script throws, runs one at a time and only where the bot is", () =>
  withGateway({}, async ({ guilds: [guild], storage, control, workers: [worker] }) => {
    const guildId = guild!.id;
    const revisionId = await storeRevision(storage, guildId);
    const gate = Promise.withResolvers<void>();
    worker!.manifest = (async () => {
      await gate.promise;
      throw new ControlError("SCRIPT_REJECTED", "Cannot load script: boom", { stack: "at main.ts:3:1" });
    }) as never;
    const first = control.call("validate", { guildId, revisionId });
    const rejects = (call: Promise<unknown>, code: string) =>
      assert.rejects(call, (error: ControlError) => error.code === code);
    await rejects(control.call("validate", { guildId, revisionId }), "CONFLICT");
    gate.resolve();
    assert.deepEqual(await first, {
      findings: [{
        severity: "error",
        code: "SCRIPT_REJECTED",
        message: "Cannot load script: boom",
        stack: "at main.ts:3:1",
      }],
    });
    await rejects(
      control.call("validate", { guildId: "123456789012345678" as never, revisionId }),
      "NOT_FOUND",
    );
  }));
