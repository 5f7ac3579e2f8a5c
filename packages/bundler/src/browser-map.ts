import { dirname, join } from "node:path";

type BrowserMap = Record<string, unknown>;

/** Which imports a package has switched off with `false` in the `browser` map of its package.json. */
export class BrowserMaps {
  readonly #root: string;
  readonly #maps = new Map<string, Promise<BrowserMap | undefined>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** `path` is what the specifier resolves to, extension possibly still missing. */
  async isDisabled(specifier: string, importerFolder: string, path: string): Promise<boolean> {
    for (
      let folder = importerFolder;
      folder.length > 1 && folder.startsWith(this.#root);
      folder = dirname(folder)
    ) {
      const map = await this.#read(folder);
      if (map === undefined) continue;
      return Object.entries(map).some(([key, value]) =>
        value === false && matches(key, folder, specifier, path)
      );
    }
    return false;
  }

  #read(folder: string): Promise<BrowserMap | undefined> {
    const known = this.#maps.get(folder);
    if (known !== undefined) return known;
    const map = readBrowserMap(join(folder, "package.json"));
    this.#maps.set(folder, map);
    return map;
  }
}

function matches(key: string, folder: string, specifier: string, path: string): boolean {
  if (!key.startsWith(".")) return key === specifier;
  const file = join(folder, key);
  return file === path || file.replace(/\.[^./]+$/, "") === path;
}

async function readBrowserMap(path: string): Promise<BrowserMap | undefined> {
  try {
    const { browser } = JSON.parse(await Deno.readTextFile(path)) as { browser?: unknown };
    return typeof browser === "object" && browser !== null ? browser as BrowserMap : undefined;
  } catch {
    return undefined; // Absent or broken: the bundler itself reports a broken one.
  }
}
