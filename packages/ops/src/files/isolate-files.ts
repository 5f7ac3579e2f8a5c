import { randomBytes } from "node:crypto";
import { type FilePort, type FilesCall, gone } from "@flora/discord";
import { type GuildId, ScriptError } from "@flora/model";
import type { IsolateFiles } from "../contract.ts";

type Announced = { name: string; bytes: number };
type Part = { id: string; at: number; dataBase64: string };

/**
 * The staged files of one isolate. An id is good here and nowhere else, and what is left of them goes with the dispatch
 * that was ended by its deadline, or with the isolate.
 */
export function createIsolateFiles(port: FilePort, guildId: GuildId): IsolateFiles {
  /** Ids and the dispatches that they were made in. */
  const held = new Map<string, string | undefined>();

  const ask = async (call: FilesCall): Promise<void> => {
    const answer = await port.ask(call);
    if (answer.ok) return;
    const { code, message, ...details } = answer.error;
    throw new ScriptError(code, message, details);
  };
  const drop = (ids: Iterable<string>): void => {
    const own = [...ids].filter((id) => held.delete(id));
    if (own.length > 0) void port.ask({ t: "drop", guildId, ids: own });
  };

  return {
    async begin(announced: Announced[], dispatchId) {
      const files = announced.map((file) => ({ ...file, id: newId() }));
      for (const { id } of files) held.set(id, dispatchId);
      try {
        await ask({ t: "begin", guildId, files });
      } catch (error) {
        for (const { id } of files) held.delete(id);
        throw error;
      }
      return files.map(({ id }) => id);
    },
    async put(part: Part) {
      this.check([part.id], () => "id");
      await ask({ t: "put", guildId, ...part });
    },
    check(ids, pathOf) {
      const index = ids.findIndex((id) => !held.has(id));
      if (index < 0) return;
      const { code, message, path } = gone(pathOf(index));
      throw new ScriptError(code, message, { path: path! });
    },
    drop,
    dropOf: (dispatchId) => drop([...held].filter(([, made]) => made === dispatchId).map(([id]) => id)),
    dropAll: () => drop([...held.keys()]),
  };
}

const newId = () => `f_${randomBytes(16).toString("base64url")}`;
