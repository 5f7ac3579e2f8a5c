/** @module What the system puts around a guest process, beyond Deno's own permissions. */
import { inheritedFiles } from "./inherited-files.ts";
import { seccompArguments } from "./seccomp.ts";

const MIB = 1024 * 1024;
/** What an idle runner reserves already, most of it V8's code range. */
const BASELINE_DATA_BYTES = 544 * MIB;
/** Guests get user ids of their own above this, so that one cannot signal or trace another. */
const FIRST_GUEST_UID = 2 ** 30;
const UIDS_PER_WORKER = 256;

/** What is fixed when a guest process is started. */
export interface ProcessLimits {
  heapBytes: number;
  residentBytes: number;
}

/** A program that limits itself and then becomes the next one, under the same process id. */
export interface Layer {
  name: string;
  argv(limits: ProcessLimits): string[];
}

let guests = 0;
const nextUid = () => FIRST_GUEST_UID + Deno.pid * UIDS_PER_WORKER + (guests++ % UIDS_PER_WORKER);

/** Layers this system might have, outermost first; of each entry the first that works is taken. */
export function knownLayers(): Layer[][] {
  if (Deno.build.os !== "linux") return [];
  const root = Deno.uid() === 0;
  const inherited = inheritedFiles();
  const closing = `exec ${inherited.map((fd) => `${fd}>&-`).join(" ")}; exec "$@"`;
  const closed = inherited.length > 0 ? layer("closed-files", "bash", () => ["-c", closing]) : [];
  const rlimits = layer("rlimits", "prlimit", ({ residentBytes }) => [
    `--data=${BASELINE_DATA_BYTES + residentBytes}`,
    "--core=0",
    "--fsize=0",
    "--nofile=64",
  ]);
  const namespaces = layer("namespaces", "unshare", () => {
    return [...(root ? [] : ["--user"]), "--net", "--ipc", "--uts"];
  });
  const tied = ["--pdeathsig=KILL", "--no-new-privs"];
  const plain = layer("parent-death no-new-privileges", "setpriv", () => tied);
  const ownUser = layer("parent-death no-new-privileges own-user", "setpriv", () => {
    const uid = nextUid();
    const drop = ["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"];
    return [...tied, ...drop, `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
  });
  const filter = seccompArguments();
  // Last: those before it make the system calls that it refuses.
  const seccomp = filter ? layer("seccomp", "perl", () => filter) : [];
  return [closed, rlimits, namespaces, root ? [...ownUser, ...plain] : plain, seccomp];
}

/** The layer where its program exists, else nothing. */
function layer(name: string, program: string, args: (limits: ProcessLimits) => string[]): Layer[] {
  const path = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map((folder) => `${folder}/${program}`).find(
    exists,
  );
  return path === undefined ? [] : [{ name, argv: (limits) => [path, ...args(limits), "--"] }];
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * Finds the layers that work here by really starting a guest through them. `probe` rejects for a chain that does not
 * work; what it rejects with for the bare guest is thrown, since then the layers are not to blame.
 */
export async function detectLayers(probe: (chain: Layer[]) => Promise<void>): Promise<Layer[]> {
  const works = (chain: Layer[]) => probe(chain).then(() => true, () => false);
  const known = knownLayers().filter((choices) => choices.length > 0);
  const strongest = known.map((choices) => choices[0]!);
  if (await works(strongest)) return strongest;
  await probe([]);
  const chain: Layer[] = [];
  for (const choices of known) {
    for (const choice of choices) {
      if (!(await works([...chain, choice]))) continue;
      chain.push(choice);
      break;
    }
  }
  return chain;
}
