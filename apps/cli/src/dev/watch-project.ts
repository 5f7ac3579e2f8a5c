import { join, relative, sep } from "node:path";

/** Several writes of one save arrive within this time. Milliseconds. */
const SETTLE_MS = 15;
/** More folders than this are not a script's. */
const MOST_FOLDERS = 2_000;

const skipped = /^(node_modules|\..*)$/;
const relevant = /\.([cm]?[jt]sx?|json)$/;

/**
 * Calls `onChange` after files of a project changed, packages and dotted folders left out, with the time of the first
 * change. Answers how to stop.
 */
export function watchProject(root: string, onChange: (path: string, at: number) => void): () => void {
  const watchers = new Set<Deno.FsWatcher>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first: { path: string; at: number } | undefined;
  let closed = false;

  function changed(path: string): void {
    first ??= { path: relative(root, path).replaceAll(sep, "/"), at: performance.now() };
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { path, at } = first!;
      first = undefined;
      onChange(path, at);
    }, SETTLE_MS);
  }

  async function watch(above: string): Promise<void> {
    const watcher = Deno.watchFs(foldersBelow(above), { recursive: false });
    watchers.add(watcher);
    for await (const { kind, paths } of watcher) {
      if (closed || kind === "access") continue;
      for (const path of paths) {
        if (relevant.test(path)) changed(path);
        else if (kind === "create" && isFolder(path)) {
          // One that has gone again already is not there to be watched.
          watch(path).catch(() => {});
          changed(path);
        }
      }
    }
  }

  void watch(root);
  return () => {
    closed = true;
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function isFolder(path: string): boolean {
  try {
    return !skipped.test(path.split(sep).at(-1)!) && Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

/** The folder and those below it. */
function foldersBelow(root: string): string[] {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined && found.length < MOST_FOLDERS; folder = open.pop()) {
    found.push(folder);
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      if (isDirectory && !skipped.test(name)) open.push(join(folder, name));
    }
  }
  return found;
}
