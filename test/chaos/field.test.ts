import { send } from "./field.ts";

Deno.test("send() does not mind a process that has ended meanwhile", async () => {
  const child = new Deno.Command(Deno.execPath(), { args: ["--version"], stdout: "null" }).spawn();
  await child.status;
  send(child.pid, "SIGCONT");
});
