/** @module The API's side of flora's own commands, for tests: records what it is asked, answers as it is told. */
import { connect, type Socket } from "node:net";
import { apiMethods, controlMethods, type Handlers, Link } from "@flora/protocol";
import { SECRET } from "./set-up.ts";

type Asked = Parameters<Handlers<typeof apiMethods>["command"]>[0];
type Completed = Parameters<Handlers<typeof apiMethods>["complete"]>[0];

export class ScriptedOffice {
  readonly commands: Asked[] = [];
  readonly completions: Completed[] = [];
  answer: (asked: Asked) => Promise<string> | string = ({ command }) => `did ${command}`;

  private constructor(private readonly socket: Socket) {}

  static async attend(port: number): Promise<ScriptedOffice> {
    const socket = connect({ host: "127.0.0.1", port });
    const office = new ScriptedOffice(socket);
    const link = new Link(socket, {
      outgoing: controlMethods,
      incoming: apiMethods,
      handlers: {
        command: async (asked) => {
          office.commands.push(asked);
          return { content: await office.answer(asked) };
        },
        complete: (asked) => {
          office.completions.push(asked);
          return Promise.resolve({ choices: [{ name: "One", value: "1" }] });
        },
      },
    });
    await link.call("hello", { secret: SECRET, role: "control", name: "api", pid: Deno.pid });
    await link.call("attend", {});
    return office;
  }

  leave(): void {
    this.socket.destroy();
  }
}
