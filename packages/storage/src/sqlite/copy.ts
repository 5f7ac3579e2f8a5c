import { resolve } from "node:path";
import { StorageError } from "../storage-error.ts";
import type { Database } from "./database.ts";

/** What the thread is told, and what it answers: nothing, or the problem. */
export interface CopyOrder {
  from: string;
  to: string;
}
export type CopyAnswer = string | null;

/** A copy of the whole database at one moment, compacted. On a thread of its own: it may take a while. */
export async function copyDatabase(database: Database, from: string, to: string): Promise<void> {
  const problem = from === ":memory:"
    ? copyInto(database, to)
    : await onThread({ from: resolve(from), to: resolve(to) });
  if (problem !== null) throw new StorageError(`Cannot write copy "${to}": ${problem}`);
}

/** The copy itself, on the thread it is called on; says what went wrong instead of throwing. */
export function copyInto(database: Pick<Database, "run">, to: string): CopyAnswer {
  try {
    database.run("VACUUM INTO ?", to);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function onThread(order: CopyOrder): Promise<CopyAnswer> {
  const thread = new Worker(import.meta.resolve("./copy-thread.ts"), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      thread.onmessage = ({ data }) => resolve(data);
      thread.onerror = (event) => {
        event.preventDefault();
        reject(new StorageError(`Cannot write copy "${order.to}": ${event.message}`));
      };
      thread.postMessage(order);
    });
  } finally {
    thread.terminate();
  }
}
