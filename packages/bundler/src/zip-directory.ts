/** @module The list of a zip archive's entries, read from its central directory, with all of it distrusted. */
import { decodeText } from "./decode-text.ts";
import { BundleError, fileProblem } from "./problem.ts";

export interface ZipEntry {
  name: string;
  isFolder: boolean;
  /** 0 stored, 8 deflated. */
  method: number;
  crc32: number;
  /** What the archive claims; whoever inflates holds it to that. */
  size: number;
  compressed: Uint8Array;
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const centralLength = 46;
const localLength = 30;
const unix = 3;

export function archiveError(why: string, name = ""): BundleError {
  const of = name === "" ? "" : ` entry ${JSON.stringify(name)}:`;
  return new BundleError("ARCHIVE_INVALID", `Cannot read the archive:${of} ${why}`, [fileProblem(name, why)]);
}

/** All entries in the archive's order; refuses what is encrypted, split, zip64, a link, or out of bounds. */
export function readZipDirectory(bytes: Uint8Array, maxEntries: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw archiveError("it is split over several files");
  }
  if (count === 0xffff || at === 0xffffffff) throw archiveError("zip64 is not supported");
  if (count > maxEntries) throw archiveError(`it has ${count} entries, at most ${maxEntries}`);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + centralLength > end || view.getUint32(at, true) !== centralSignature) {
      throw archiveError("its directory is damaged");
    }
    const nameLength = view.getUint16(at + 28, true);
    const next = at + centralLength + nameLength + view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > end) throw archiveError("its directory is damaged");
    const rawName = bytes.subarray(at + centralLength, at + centralLength + nameLength);
    entries.push(readEntry(bytes, view, at, rawName));
    at = next;
  }
  if (at !== end) throw archiveError("its directory is damaged");
  return entries;
}

/** The end record stands last, followed by a comment of the length it states. */
function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - endLength - 0xffff);
  for (let at = view.byteLength - endLength; at >= lowest; at--) {
    const isEnd = view.getUint32(at, true) === endSignature;
    if (isEnd && at + endLength + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw archiveError("it is not a zip file, or cut short");
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, rawName: Uint8Array): ZipEntry {
  const name = decodeText(rawName, "name of an archive entry");
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const compressedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  if ((flags & 1) !== 0) throw archiveError("it is encrypted", name);
  if (method !== 0 && method !== 8) {
    throw archiveError(`its compression method ${method} is not supported`, name);
  }
  if ([compressedSize, size, local].includes(0xffffffff)) throw archiveError("zip64 is not supported", name);
  refuseSpecialFile(view.getUint16(at + 4, true) >> 8, view.getUint32(at + 38, true), name);
  if (local + localLength > bytes.length || view.getUint32(local, true) !== localSignature) {
    throw archiveError("its header is damaged", name);
  }
  const localNameLength = view.getUint16(local + 26, true);
  const localName = bytes.subarray(local + localLength, local + localLength + localNameLength);
  if (localName.length !== rawName.length || localName.some((byte, index) => byte !== rawName[index])) {
    throw archiveError("its header and the directory disagree on its name", name);
  }
  const start = local + localLength + localNameLength + view.getUint16(local + 28, true);
  if (start + compressedSize > bytes.length) throw archiveError("it is cut short", name);
  const compressed = bytes.subarray(start, start + compressedSize);
  return {
    name,
    isFolder: name.endsWith("/"),
    method,
    crc32: view.getUint32(at + 16, true),
    size,
    compressed,
  };
}

/** Only regular files and folders: an archive may otherwise carry links and devices. */
function refuseSpecialFile(madeBy: number, attributes: number, name: string): void {
  const type = madeBy === unix ? (attributes >>> 16) & 0xf000 : 0;
  if (type === 0xa000) throw archiveError("it is a symbolic link", name);
  if (type !== 0 && type !== 0x8000 && type !== 0x4000) throw archiveError("it is not a regular file", name);
}
