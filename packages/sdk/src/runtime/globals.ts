/** Puts a name into a script's world as the language does with its own: it can be replaced, and is not listed. */
export function defineGlobal(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, enumerable: false, writable: true });
}

/** Names whose values are made, all at once, when the first of them is read. One that was replaced before stays so. */
export function defineLazyGlobals(names: readonly string[], load: () => Record<string, unknown>): void {
  const waiting = new Set(names);
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get: () => {
        const values = load();
        for (const one of waiting) defineGlobal(one, values[one]);
        return values[name];
      },
      set: (value) => {
        waiting.delete(name);
        defineGlobal(name, value);
      },
    });
  }
}
