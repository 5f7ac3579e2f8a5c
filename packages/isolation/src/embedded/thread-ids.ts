const TASKS = "/proc/self/task";

/** One thread of this process as the system shows it. */
export interface ThreadId {
  id: number;
  folder: string;
  alive(): boolean;
}

/** Ids of this process's guest threads now, by the name that Deno gives the threads of its workers. */
export function workerThreads(): Set<string> {
  try {
    return new Set(Array.from(Deno.readDirSync(TASKS), ({ name }) => name).filter(isWorker));
  } catch {
    return new Set();
  }
}

/** The thread that has come up since `before`; undefined where the system does not show threads. */
export function newThread(before: Set<string>): ThreadId | undefined {
  const id = [...workerThreads()].find((name) => !before.has(name));
  return id === undefined
    ? undefined
    : { id: Number(id), folder: `${TASKS}/${id}`, alive: () => isWorker(id) };
}

function isWorker(id: string): boolean {
  try {
    return Deno.readTextFileSync(`${TASKS}/${id}/comm`).startsWith("worker-");
  } catch {
    return false;
  }
}
