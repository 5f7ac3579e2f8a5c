import { defaultLimits } from "@flora/model";

const MIB = 1024 * 1024;

/** What one deploy may hold and take. */
export interface BundleLimits {
  /** Size of the built script. */
  scriptBytes: number;
  /** All files of the author together, packages not counted. */
  sourceBytes: number;
  sourceFiles: number;
  /** All files under `node_modules` together. */
  packageBytes: number;
  packageFiles: number;
  /** One bundling from start to end. */
  timeoutMs: number;
}

export const defaultBundleLimits = {
  scriptBytes: defaultLimits.scriptBytes,
  sourceBytes: defaultLimits.sourceBytes,
  sourceFiles: defaultLimits.sourceFiles,
  packageBytes: 8 * MIB,
  packageFiles: 2_000,
  timeoutMs: 20_000,
} satisfies BundleLimits;

/** The given limits, and the default of each that is not given. */
export function withDefaults(limits: Partial<BundleLimits> = {}): BundleLimits {
  return { ...defaultBundleLimits, ...limits };
}

/** `1.2 MiB`, `3 KiB`, `17 bytes`: a size as error messages state it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const [value, unit] = bytes < MIB ? [bytes / 1024, "KiB"] : [bytes / MIB, "MiB"];
  return `${Number(value.toFixed(1))} ${unit}`;
}
