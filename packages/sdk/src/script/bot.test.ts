import assert from "node:assert/strict";
import { interaction, message, TestGuest } from "../testing/guest.ts";

const logs = (guest: TestGuest) => guest.logged.map(({ message }) => message);

Deno.test("createBot() runs the prefix command that a message names, with its arguments", () => {
  const guest = TestGuest.load(`
    createBot({ commands: [prefix({ name: "add", run: (ctx) => console.log(ctx.args.join("+"), ctx.msg.author.id) })] });
  `);
  guest.dispatch("messageCreate", message("!add  1\n2 3"));
  guest.dispatch("messageCreate", message("!other 1"));
  guest.dispatch("messageCreate", message("add 1"));
  guest.dispatch("messageCreate", message("!add 9", { author: { id: "1", bot: true } }));
  assert.deepEqual(logs(guest), ["1+2+3 400"]);
  assert.deepEqual(guest.manifest.events, [], "messages are wanted by their prefix only");
});

Deno.test("createBot() ignores a second call with a warning", () => {
  const guest = TestGuest.load(`
    createBot({ commands: [prefix({ name: "a", run() {} })] });
    createBot({ commands: [prefix({ name: "b", run() {} })] });
  `);
  assert.deepEqual(guest.manifest.prefixCommands, ["a"]);
  assert.equal(guest.logged[0]!.level, "warn");
});

const COMMANDS = `
  const stats = slash({
    name: "stats", description: "Numbers", defaultMemberPermissions: "32",
    subcommands: [
      { name: "show", description: "Shows", options: [{ name: "who", description: "Who", type: "user" }],
        run: (ctx) => console.log("show", ctx.options.who, getSubcommand(ctx), getSubcommandGroup(ctx)) },
      { name: "admin", description: "Group", subcommands: [
        { name: "reset", description: "Resets", run: (ctx) => console.log("reset", getSubcommandGroup(ctx)) }] },
    ],
  });
  const find = slash({
    name: "find", description: "Finds",
    options: [
      { name: "text", description: "Text", required: true, min: 2, max: 10, autocomplete: (ctx) =>
          [{ name: ctx.focused.value + "!", value: ctx.focused.value }] },
      { name: "most", description: "Most", type: "integer", min: 1, choices: [{ name: "one", value: 1 }] },
    ],
    run: (ctx) => console.log("find", ctx.options.text, ctx.options.most, hasRole(ctx, "700"), hasRole(ctx, "701")),
  });
  createBot({ slashCommands: [stats], commands: [find] });
`;

Deno.test("createBot() defines slash commands as Discord takes them", () => {
  const { commands } = TestGuest.load(COMMANDS).manifest;
  assert.deepEqual(commands, [
    {
      type: 1,
      name: "find",
      description: "Finds",
      options: [
        {
          type: 3,
          name: "text",
          description: "Text",
          required: true,
          autocomplete: true,
          min_length: 2,
          max_length: 10,
        },
        { type: 4, name: "most", description: "Most", choices: [{ name: "one", value: 1 }], min_value: 1 },
      ],
    },
    {
      type: 1,
      name: "stats",
      description: "Numbers",
      default_member_permissions: "32",
      options: [
        {
          type: 1,
          name: "show",
          description: "Shows",
          options: [{ type: 6, name: "who", description: "Who" }],
        },
        {
          type: 2,
          name: "admin",
          description: "Group",
          options: [{ type: 1, name: "reset", description: "Resets", options: [] }],
        },
      ],
    },
  ]);
});

Deno.test("createBot() routes interactions to command, subcommand and group", () => {
  const guest = TestGuest.load(COMMANDS);
  const call = (data: object) => guest.dispatch("interactionCreate", interaction(2, data));
  call({
    name: "find",
    options: [{ name: "text", type: 3, value: "abc" }, { name: "most", type: 4, value: 1 }],
  });
  call({
    name: "stats",
    options: [{ name: "show", type: 1, options: [{ name: "who", type: 6, value: "9" }] }],
  });
  call({ name: "stats", options: [{ name: "admin", type: 2, options: [{ name: "reset", type: 1 }] }] });
  call({ name: "unknown" });
  assert.deepEqual(logs(guest), ["find abc 1 true false", "show 9 show undefined", "reset admin"]);
});

Deno.test("createBot() answers autocomplete of the option in focus", () => {
  const guest = TestGuest.load(COMMANDS);
  const options = [{ name: "text", type: 3, value: "ab", focused: true }];
  guest.dispatch("interactionCreate", interaction(4, { name: "find", options }));
  assert.deepEqual(guest.last("op").args, {
    interaction: "ih_x",
    type: 8,
    data: { choices: [{ name: "ab!", value: "ab" }] },
  });
});

Deno.test("on(interactionCreate) also sees components and forms, the commands of a bot do not", () => {
  const guest = TestGuest.load(`${COMMANDS}
    on("componentInteraction", () => console.log("component"));
    on("interactionCreate", (ctx) => console.log("any", ctx.msg.type));
  `);
  guest.dispatch("componentInteraction", interaction(3, { custom_id: "x" }));
  guest.dispatch("modalSubmit", interaction(5, { custom_id: "x", components: [] }));
  assert.deepEqual(logs(guest), ["component", "any 3", "any 5"]);
});

for (
  const [what, script, path, pattern] of [
    ["a prefix command without a function", `prefix({ name: "a" })`, "run", /needs a function run/],
    ["a prefix command with white space", `prefix({ name: "a b", run() {} })`, "name", /white space/],
    ["a command without a name", `slash({ description: "x", run() {} })`, "name", /needs a name/],
    [
      "two commands of one name",
      `const a = prefix({ name: "a", run() {} }); createBot({ commands: [a, a] })`,
      "commands",
      /two prefix commands called a/,
    ],
    [
      "an option of an unknown type",
      `createBot({ commands: [slash({ name: "a", description: "b", options: [{ name: "c", description: "d", type: "text" }], run() {} })] })`,
      "type",
      /known are/,
    ],
    ...[
      ["type: 'user', autocomplete: true", "autocomplete"],
      ["type: 'boolean', choices: [{ name: 'x', value: 'x' }]", "choices"],
      ["type: 'role', max: 3", "max"],
      ["channelTypes: [0]", "channelTypes"],
    ].map(([option, path]) =>
      [
        `an option of { ${option} }`,
        `createBot({ commands: [slash({ name: "a", description: "b", options: [{ name: "c", description: "d", ${option} }], run() {} })] })`,
        path!,
        /Option c must not have \w+: only options of type/,
      ] as const
    ),
    ["a long prefix", `createBot({ prefix: "x".repeat(17) })`, "prefix", /1 to 16/],
    ["a handler that is no function", `on("ready", 1)`, "handler", /must be a function/],
    ["a cron with six fields", `cron("a", "* * * * * *", () => {})`, "expr", /five fields/],
    [
      "two crons of one name",
      `cron("a", "* * * * *", () => {}); cron("a", "* * * * *", () => {})`,
      "name",
      /twice/,
    ],
    ["33 crons", `for (let i = 0; i < 33; i++) cron("c" + i, "* * * * *", () => {})`, "name", /more than 32/],
  ] as const
) {
  Deno.test(`registering ${what} fails at load with INVALID_ARGUMENT at ${path}`, () => {
    const guest = TestGuest.load(
      `try { ${script} } catch (error) { console.log(error.code, error.path); throw error; }`,
    );
    assert.equal(logs(guest).at(-1), `INVALID_ARGUMENT ${path}`);
    assert.match(guest.last("load-failed").message, pattern);
  });
}

Deno.test("cron() runs the handler of the name that is due", () => {
  const guest = TestGuest.load(`
    cron("a", "* * * * *", ({ name, scheduledAt }) => console.log(name, scheduledAt));
    cron("b", "* * * * *", ({ name }) => console.log(name));
  `);
  guest.dispatch("cron", { name: "a", scheduledAt: "2026-01-01T00:00:00.000Z" });
  assert.deepEqual(logs(guest), ["a 2026-01-01T00:00:00.000Z"]);
  assert.deepEqual(guest.manifest.events, []);
});
