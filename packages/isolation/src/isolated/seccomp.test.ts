import assert from "node:assert/strict";
import { seccompArguments } from "./seccomp.ts";

const perl = "/usr/bin/perl";
const filter = seccompArguments();
const here = Deno.build.os === "linux" && filter !== undefined && exists(perl);

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Has Perl make system calls behind the filter, or without it; "done" or the error's number for each. */
async function calls(tries: Record<string, string>, filtered = true): Promise<Record<string, string>> {
  const lines = Object.entries(tries).map(([name, code]) =>
    `$! = 0; ${code}; print "${name} ", $! + 0 || "done", "\\n";`
  );
  const command = [perl, "-e", lines.join("\n")];
  const { stdout, success, stderr } = await new Deno.Command(perl, {
    args: filtered ? [...filter!, "--", ...command] : command.slice(1),
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const text = new TextDecoder().decode(stdout).trim();
  return Object.fromEntries(text.split("\n").map((line) => line.split(" ")));
}

/** Numbers of x86-64; each without effect where it is let through. */
const harmless = {
  socket: "syscall(41, 2, 1, 0)",
  unshare: "syscall(272, 0)",
  kill: "kill 0, $$",
  io_uring: "syscall(425, 0, 0)",
  personality: "syscall(135, 0xffffffff)",
  second_interface: "syscall(0x40000000 + 39)",
};

Deno.test("seccompFilter() refuses what guests do not need", {
  ignore: !here || Deno.build.arch !== "x86_64",
}, async () => {
  const free = await calls(harmless, false);
  const { socket, unshare, kill, personality } = free;
  assert.deepEqual({ socket, unshare, kill, personality }, {
    socket: "done",
    unshare: "done",
    kill: "done",
    personality: "done",
  });
  const refused = await calls(harmless);
  assert.deepEqual(refused, Object.fromEntries(Object.keys(harmless).map((name) => [name, "1"])));
});

Deno.test("seccompFilter() lets processes and threads be made, but no namespaces with them", {
  ignore: !here || Deno.build.arch !== "x86_64",
}, async () => {
  const CLONE_NEWUSER = 0x10000000;
  const { fork, namespace, clone3 } = await calls({
    fork: "my $pid = fork; exit 0 if $pid == 0; waitpid $pid, 0",
    namespace: `my $made = syscall(56, ${CLONE_NEWUSER} + 17, 0, 0, 0, 0); exit 0 if $made == 0`,
    clone3: "syscall(435, 0, 0)",
  });
  assert.deepEqual([fork, namespace, clone3], ["done", "1", "38"]);
});

Deno.test("seccompArguments() has nothing for an architecture whose numbers are not known", () => {
  assert.equal(seccompArguments("riscv64" as never), undefined);
  assert.notDeepEqual(seccompArguments("aarch64"), seccompArguments("x86_64"));
});
