/** Where a project begins that does not say; the first that exists. */
export const defaultEntries = ["src/main.ts", "src/index.ts", "main.ts", "index.ts"] as const;
