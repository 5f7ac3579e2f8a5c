import { crc32 } from "node:zlib";
import { Inflate } from "fflate";
import { checkFileName, checkFileNames } from "./file-names.ts";
import { defaultBundleLimits, formatBytes } from "./limits.ts";
import { BundleError } from "./problem.ts";
import { archiveError, readZipDirectory, type ZipEntry } from "./zip-directory.ts";

export interface ZipLimits {
  entries: number;
  /** All files together, expanded. */
  totalBytes: number;
  /** Expanded size over compressed size of one file; below 64 KiB it is not looked at. */
  ratio: number;
}

const defaultZipLimits = {
  entries: defaultBundleLimits.sourceFiles + defaultBundleLimits.packageFiles,
  totalBytes: defaultBundleLimits.sourceBytes + defaultBundleLimits.packageBytes,
  ratio: 200,
} satisfies ZipLimits;

/** Deflate makes at most 1032 bytes of one: fed in slices of this size it overshoots a cap by 264 KiB at most. */
const sliceBytes = 256;
const smallBytes = 64 * 1024;

/** The files of an uploaded zip archive, held in memory; nothing is inflated past a limit. */
export function readZip(bytes: Uint8Array, limits: Partial<ZipLimits> = {}): Record<string, Uint8Array> {
  const { entries: maxEntries, totalBytes, ratio } = { ...defaultZipLimits, ...limits };
  const entries = readZipDirectory(bytes, maxEntries);
  for (const { name, isFolder } of entries) checkFileName(isFolder ? name.slice(0, -1) : name);
  const files = entries.filter(({ isFolder }) => !isFolder);
  checkFileNames(files.map(({ name }) => name));
  const result: Record<string, Uint8Array> = Object.create(null);
  let left = totalBytes;
  for (const entry of files) {
    const most = Math.max(smallBytes, entry.compressed.length * ratio);
    const content = expand(entry, left, most, totalBytes, ratio);
    left -= content.length;
    result[entry.name] = content;
  }
  return result;
}

function expand(entry: ZipEntry, left: number, most: number, totalBytes: number, ratio: number): Uint8Array {
  const guard = (size: number) => {
    if (size > left) {
      const message = `Cannot read the archive: its files are more than ${formatBytes(totalBytes)} together`;
      throw new BundleError("BUNDLE_TOO_LARGE", message);
    }
    if (size > most) throw archiveError(`it expands to more than ${ratio} times its size`, entry.name);
    if (size > entry.size) throw archiveError("it is larger than it claims", entry.name);
  };
  guard(entry.size);
  const content = entry.method === 0 ? entry.compressed.slice() : inflate(entry, guard);
  guard(content.length);
  if (content.length !== entry.size || crc32(content) !== entry.crc32) {
    throw archiveError("its content is damaged", entry.name);
  }
  return content;
}

function inflate({ name, compressed }: ZipEntry, guard: (size: number) => void): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((part) => {
    size += part.length;
    guard(size);
    parts.push(part);
  });
  try {
    for (let at = 0; at < compressed.length || at === 0; at += sliceBytes) {
      stream.push(compressed.subarray(at, at + sliceBytes), at + sliceBytes >= compressed.length);
    }
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw archiveError("its content is damaged", name);
  }
  const content = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return content;
}
