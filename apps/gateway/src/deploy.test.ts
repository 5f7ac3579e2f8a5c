import assert from "node:assert/strict";
import { ControlError, emptyManifest, type RevisionId } from "@flora/model";
import { storeRevision } from "@flora/storage/testing/revision";
import { type SetUp, withGateway } from "./testing/set-up.ts";
import { until } from "@flora/model/until";

const roll = {
  name: "roll",
  description: "Rolls",
  options: [{ type: 4, name: "sides", description: "Sides" }],
};

/** Requests that change a guild's commands, such as `PUT commands`. */
const changes = ({ emulator }: SetUp) =>
  emulator.requests.since(0).filter(({ method, path }) =>
    method !== "GET" && /\/guilds\/\d+\/commands/.test(path)
  )
    .map(({ method }) => method);

const methods = ({ workers: [worker] }: SetUp) => worker!.calls.map(({ method }) => method);

async function refused(deploy: Promise<unknown>, code: string): Promise<ControlError> {
  const error = await deploy.then(() => undefined, (error) => error);
  assert.ok(error instanceof ControlError, "nothing was refused");
  assert.equal(error.code, code, error.message);
  return error;
}

Deno.test("Deployer warms, registers, activates and swaps", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, storage, emulator, workers: [worker] } = parts;
    const revisionId = await deploy(guild!, { commands: [roll], events: ["ready"] });
    assert.deepEqual(methods(parts), ["warm", "swap"]);
    const current = await storage.deployments.current(guild!.id);
    assert.deepEqual([current?.revisionId, current?.number, current?.manifest.commands], [revisionId, 1, [
      roll,
    ]]);
    const registered = [...emulator.world.guilds.get(guild!.id)!.commands.values()];
    assert.deepEqual(registered.map(({ name }) => name), ["roll"]);
    const ready = await until("ready", () => worker!.frames[0]);
    assert.deepEqual([ready.event.kind, ready.event.event], ["lifecycle", "ready"]);
    const { user, ...msg } = ready.event.msg as { user: { id: string; bot: boolean } };
    assert.deepEqual([user.id, user.bot], [emulator.botUserId, true]);
    assert.deepEqual(msg, { guildId: guild!.id, guildIds: [guild!.id], botUserId: emulator.botUserId });
  }));

const named = (...names: string[]) => names.map((name) => ({ name, description: "x" }));

Deno.test("Deployer sends Discord only what differs, in one request", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, emulator } = parts;
    const steps: [object[], string[]][] = [
      [[roll], ["POST"]],
      [[{ ...roll, type: 1, nsfw: false, description_localizations: {}, unknown: 1 }], []],
      [[{ ...roll, description: "Rolls dice" }], ["POST"]],
      [[roll, ...named("a", "b")], ["PUT"]],
      [[...named("b", "a"), roll], []],
      [[roll, ...named("a")], ["DELETE"]],
      [[roll, ...named("c")], ["PUT"]],
      [[], ["PUT"]],
      [[], []],
    ];
    const ids = () =>
      [...emulator.world.guilds.get(guild!.id)!.commands.values()].map(({ id, name }) => [name, id]);
    const sent: string[] = [];
    let rollId: unknown;
    for (const [commands, expected] of steps) {
      await deploy(guild!, { commands: commands as never });
      sent.push(...expected);
      assert.deepEqual(changes(parts), sent, JSON.stringify(commands));
      const registered = new Map(ids() as [string, string][]);
      const wanted = (commands as { name: string }[]).map(({ name }) => name);
      assert.deepEqual([...registered.keys()].sort(), wanted.sort());
      rollId ??= registered.get("roll");
      if (wanted.includes("roll")) assert.equal(registered.get("roll"), rollId, "a command lost its id");
    }
  }));

Deno.test("Deployer sees commands that a script registered by itself", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, emulator, workers: [worker] } = parts;
    await deploy(guild!, { commands: [roll] });
    const body = { name: "extra", description: "x" };
    assert.ok((await worker!.discord({ guildId: guild!.id, route: "commands.create", body })).ok);
    await deploy(guild!, { commands: [roll] });
    const registered = [...emulator.world.guilds.get(guild!.id)!.commands.values()];
    assert.deepEqual(registered.map(({ name }) => name), ["roll"]);
  }));

Deno.test("Deployer leaves the running revision when the script is refused", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, storage, control, workers: [worker] } = parts;
    const good = await deploy(guild!, { events: ["messageCreate"], commands: [roll] });
    worker!.manifest = () => {
      throw new ControlError("SCRIPT_REJECTED", "Cannot load script: boom", { stack: "at main.ts:3:1" });
    };
    const bad = await storeRevision(storage, guild!.id);
    const error = await refused(
      control.call("deploy", { guildId: guild!.id, revisionId: bad }),
      "SCRIPT_REJECTED",
    );
    assert.equal(error.details.stack, "at main.ts:3:1");
    assert.equal((await storage.deployments.current(guild!.id))?.revisionId, good);
    assert.equal(await storage.deployments.getRevision(guild!.id, bad), null);
    assert.deepEqual(methods(parts), ["warm", "swap", "warm", "discard"]);
    assert.equal(changes(parts).length, 1);
  }));

Deno.test("Deployer names every command and field that breaks Discord's rules, and keeps what runs", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, storage, emulator } = parts;
    const good = await deploy(guild!, { commands: [roll] });
    const bad = { name: "Bad Name", description: "x" };
    const long = { name: "long", description: "x".repeat(101) };
    const error = await refused(deploy(guild!, { commands: [roll, bad, long] }), "COMMANDS_REJECTED");
    assert.equal(error.details.field, "commands.1.name");
    assert.match(error.message, /^Cannot register command "Bad Name": name: /);
    const problems = error.details.problems as { field: string; command: string }[];
    assert.deepEqual(problems.map(({ field, command }) => [field, command]), [
      ["commands.1.name", "Bad Name"],
      ["commands.2.description", "long"],
    ]);
    assert.equal(changes(parts).length, 1);
    assert.equal((await storage.deployments.current(guild!.id))?.revisionId, good);
    assert.deepEqual(methods(parts).slice(2), ["warm", "discard"]);
    const registered = [...emulator.world.guilds.get(guild!.id)!.commands.values()];
    assert.deepEqual(registered.map(({ name }) => name), ["roll"]);
  }));

Deno.test("Deployer names the command that Discord refuses, one or of many, and Discord keeps those of before", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, act, emulator } = parts;
    const good = await deploy(guild!, { commands: [roll] });
    for (const commands of [named("a"), named("a", "b")]) {
      await act("/faults", { kind: "status", status: 400, route: "*" });
      await refused(deploy(guild!, { commands: [roll, ...commands] }), "COMMANDS_REJECTED");
      assert.equal((await parts.storage.deployments.current(guild!.id))?.revisionId, good);
      const registered = [...emulator.world.guilds.get(guild!.id)!.commands.values()];
      assert.deepEqual(registered.map(({ name }) => name), ["roll"]);
    }
    await deploy(guild!, { commands: [roll, ...named("a", "b")] });
    assert.equal(emulator.world.guilds.get(guild!.id)!.commands.size, 3);
  }));

Deno.test("Deployer refuses bad cron jobs before anything is changed", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, storage } = parts;
    const cron = { name: "tick", expr: "61 * * * *", timezone: "UTC", skipIfRunning: true, catchUp: false };
    const error = await refused(deploy(guild!, { crons: [cron], commands: [roll] }), "SCRIPT_REJECTED");
    assert.equal(error.details.field, "crons.0.expr");
    assert.equal(await storage.deployments.current(guild!.id), null);
    assert.deepEqual(changes(parts), []);
  }));

Deno.test("Deployer restores the commands when the revision cannot be made current", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, storage, control, emulator, workers: [worker] } = parts;
    await deploy(guild!, { commands: [roll] });
    const unknown = "rev_0000000000000" as RevisionId;
    worker!.manifest = () => ({
      events: [],
      prefixCommands: [],
      commands: [{ name: "other", description: "x" }],
      crons: [],
      webhooks: [],
      settings: [],
    });
    await assert.rejects(control.call("deploy", { guildId: guild!.id, revisionId: unknown }));
    const registered = [...emulator.world.guilds.get(guild!.id)!.commands.values()];
    assert.deepEqual(registered.map(({ name }) => name), ["roll"]);
    assert.notEqual((await storage.deployments.current(guild!.id))?.revisionId, unknown);
  }));

Deno.test("Deployer holds a guild's events while revisions change places, and lets one deploy run at a time", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, act, workers: [worker] } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    const gate = Promise.withResolvers<void>();
    worker!.onSwap = () => gate.promise;
    const second = deploy(guild!, { events: ["messageCreate"] });
    await until("the swap", () => methods(parts).filter((method) => method === "swap").length === 2);
    const third = deploy(guild!, { events: ["messageCreate"] });
    await act(`/channels/${guild!.channelId}/messages`, { userId: guild!.userId, content: "held" });
    await parts.control.call("status", {});
    assert.equal(worker!.frames.length, 0);
    assert.equal(methods(parts).filter((method) => method === "warm").length, 2);
    gate.resolve();
    await Promise.all([second, third]);
    await until("the held event", () => worker!.frames.length === 1);
    assert.deepEqual(methods(parts), ["warm", "swap", "warm", "swap", "warm", "swap"]);
  }));

Deno.test("Deployer has a guild whose revisions could not change places begin anew, with what had not started", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, act, workers: [worker] } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    const giveBack: (() => void)[] = [];
    worker!.run = () => new Promise((resolve) => giveBack.push(() => resolve({ status: "returned" })));
    for (const content of ["one", "two"]) {
      await act(`/channels/${guild!.channelId}/messages`, { userId: guild!.userId, content });
    }
    await until("both events", () => giveBack.length === 2);
    worker!.onSwap = () => Promise.reject(new ControlError("UNAVAILABLE", "Cannot swap: too slow"));
    worker!.onStop = () => {
      worker!.run = () => ({ status: "ok" });
      return Promise.resolve(giveBack.forEach((one) => one()));
    };
    await deploy(guild!, { events: ["messageCreate"] });
    assert.deepEqual(methods(parts), ["warm", "swap", "warm", "swap", "stop"]);
    await until("both events again", () => worker!.frames.length === 4);
    const contents = worker!.frames.map(({ event }) => (event.msg as { content: string }).content);
    assert.deepEqual(contents, ["one", "two", "one", "two"]);
    assert.ok(worker!.frames[2]!.generation > worker!.frames[1]!.generation, "it was placed anew");
    assert.equal(worker!.frames[2]!.event.redelivered, false, "it had not started");
  }));

Deno.test("Deployer refuses guilds the bot is not in, and deploys without a worker", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], control, storage, workers: [worker] } = parts;
    const revisionId = await storeRevision(storage, guild!.id);
    const guildId = "123456789012345678";
    await refused(control.call("deploy", { guildId: guildId as never, revisionId }), "NOT_FOUND");
    await refused(control.call("undeploy", { guildId: guildId as never }), "NOT_FOUND");
    await worker!.die();
    await until("the worker to be gone", async () => (await control.call("status", {})).workers.length === 0);
    await refused(control.call("deploy", { guildId: guild!.id, revisionId }), "UNAVAILABLE");
  }));

Deno.test("Deployer.undeploy() ends the script, its commands and its events", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, control, storage, emulator, workers: [worker], act } = parts;
    await deploy(guild!, { events: ["messageCreate"], commands: [roll] });
    await control.call("undeploy", { guildId: guild!.id });
    assert.equal(await storage.deployments.current(guild!.id), null);
    assert.deepEqual(worker!.calls.at(-1), { method: "stop", guildId: guild!.id, reason: "undeployed" });
    assert.equal(emulator.world.guilds.get(guild!.id)!.commands.size, 0);
    await act(`/channels/${guild!.channelId}/messages`, { userId: guild!.userId, content: "x" });
    await control.call("status", {});
    assert.equal(worker!.frames.length, 0);
  }));

Deno.test("Deployer.undeploy() ends the script also where Discord keeps its commands, and they go once somebody uses one", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, control, storage, emulator, act } = parts;
    await deploy(guild!, { commands: [roll] });
    const registered = () => emulator.world.guilds.get(guild!.id)!.commands.size;
    await act("/faults", { kind: "status", status: 400, route: "*" });
    await control.call("undeploy", { guildId: guild!.id });
    assert.equal(await storage.deployments.current(guild!.id), null);
    assert.equal(registered(), 1);
    const { channelId, userId } = guild!;
    await act(`/channels/${channelId}/commands`, { userId, name: "roll", options: {} });
    await until("the command to go", () => registered() === 0);
  }));

/** One of everything that a command can be made of. */
const everything = {
  name: "config",
  name_localizations: { de: "einstellung", "pt-BR": "configuração" },
  description: "Configures",
  description_localizations: { de: "Stellt ein" },
  default_member_permissions: "40",
  nsfw: true,
  options: [
    {
      type: 2,
      name: "set",
      description: "Sets",
      name_localizations: { de: "setze" },
      options: [
        {
          type: 1,
          name: "mode",
          description: "The mode",
          options: [
            {
              type: 3,
              name: "mode",
              description: "Which",
              required: true,
              choices: [
                { name: "Fast", name_localizations: { de: "Schnell" }, value: "fast" },
                { name: "Slow", value: "slow" },
              ],
            },
            {
              type: 3,
              name: "who",
              description: "For whom",
              autocomplete: true,
              min_length: 1,
              max_length: 50,
            },
            { type: 4, name: "level", description: "Level", min_value: 1, max_value: 9 },
            { type: 7, name: "where", description: "Where", channel_types: [0, 5] },
          ],
        },
      ],
    },
    { type: 1, name: "show", description: "Shows" },
  ],
};

Deno.test("Deployer registers groups, choices, localisations, permissions and autocomplete, and sees that they are there", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, workers: [worker] } = parts;
    const menu = { type: 2, name: "Report to staff", default_member_permissions: "0" };
    await deploy(guild!, { commands: [everything, menu] as never });
    const query = { with_localizations: true };
    const answer = await worker!.discord({ guildId: guild!.id, route: "commands.list", query });
    const listed = (answer as { body: Record<string, unknown>[] }).body;
    const command = listed.find(({ name }) => name === "config")!;
    for (const [key, value] of Object.entries(everything)) assert.deepEqual(command[key], value, key);
    await deploy(guild!, { commands: [menu, everything] as never });
    assert.deepEqual(changes(parts), ["PUT"], "the second deploy sent nothing");
    const changed = structuredClone(everything);
    changed.options[0]!.options![0]!.options[0]!.choices![0]!.name_localizations!.de = "Rasch";
    await deploy(guild!, { commands: [menu, changed] as never });
    assert.deepEqual(changes(parts), ["PUT", "POST"], "what differs is one command");
  }));

Deno.test("control passes on that secrets changed, and that the bot left", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, control, emulator, workers: [worker] } = parts;
    await control.call("secretsChanged", { guildId: guild!.id });
    assert.deepEqual(worker!.calls, []);
    await deploy(guild!, {});
    await control.call("secretsChanged", { guildId: guild!.id });
    assert.deepEqual(worker!.calls.at(-1), { method: "refreshSecrets", guildId: guild!.id });
    await fetch(`${emulator.url}/emulator/v1/guilds/${guild!.id}/members/${emulator.botUserId}`, {
      method: "DELETE",
    })
      .then((response) => response.body?.cancel());
    const stop = await until("the stop", () => worker!.calls.find(({ method }) => method === "stop"));
    assert.equal(stop.reason, "guild-left");
    assert.deepEqual(await control.call("guilds", {}), []);
  }));

Deno.test("Deployer.deploy() and undeploy() leave a deployment that is not the expected one", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, control, storage } = parts;
    const guildId = guild!.id;
    const first = await deploy(guild!, {});
    parts.workers[0]!.manifest = () => emptyManifest;
    const second = await storeRevision(storage, guildId);
    const attempt = (expected: number[]) => control.call("deploy", { guildId, revisionId: second, expected });
    const error = await refused(attempt([0, 2]), "PRECONDITION_FAILED");
    assert.match(error.message, /it is number 1 by now$/);
    await refused(control.call("undeploy", { guildId, expected: [2] }), "PRECONDITION_FAILED");
    assert.equal((await storage.deployments.current(guildId))?.revisionId, first);
    const again = storeRevision(storage, guildId);
    const both = await Promise.allSettled([
      attempt([1]),
      control.call("deploy", { guildId, revisionId: await again, expected: [1] }),
    ]);
    assert.deepEqual(both.map(({ status }) => status), ["fulfilled", "rejected"]);
    const rollback = { guildId, revisionId: first, createdBy: "somebody" };
    assert.deepEqual((await control.call("deploy", rollback)).createdBy, "somebody");
    await control.call("undeploy", { guildId, expected: [3] });
    await refused(attempt([1]), "PRECONDITION_FAILED");
  }));

Deno.test("Deployer forgets revisions that are too old to go back to, and never what runs", () =>
  withGateway(
    { limits: { revisions: 2, deployments: 3 } },
    async ({ guilds: [guild], deploy, storage, control }) => {
      const { deployments } = storage;
      const ids: RevisionId[] = [];
      for (let count = 0; count < 4; count++) ids.push(await deploy(guild!, {}));
      const kept = async () => {
        const found = await Promise.all(ids.map((id) => deployments.getRevision(guild!.id, id)));
        return found.map((revision) => revision !== null);
      };
      assert.deepEqual(await kept(), [false, false, true, true]);
      await control.call("deploy", { guildId: guild!.id, revisionId: ids[2]! });
      ids.push(await deploy(guild!, {}));
      assert.deepEqual(await kept(), [false, false, true, false, true]);
      assert.deepEqual((await deployments.history(guild!.id, 9)).map(({ number }) => number), [6, 5, 4]);
    },
  ));
