/** @module How files get to the host: small ones along with the call that sends them, others in parts ahead of it. */
import { ops } from "../runtime/wall.ts";

/** A file of a message, its bytes not copied; or still to be fetched. */
export interface File {
  name: string;
  contentType?: string;
  bytes: Uint8Array | (() => Promise<Uint8Array>);
}
interface Loaded extends File {
  bytes: Uint8Array;
}

/** What a message is made of. */
export interface Message {
  body: Record<string, unknown>;
  files?: File[];
}

type Described = Omit<File, "bytes">;
type Carried = (Described & { dataBase64: string }) | (Described & { staged: string });

/** Files that are at most so large together go along with the call. */
const INLINE_BYTES = 256 * 1024;
/** As much of a file as is encoded at a time. */
const PART_BYTES = 192 * 1024;

/** Makes a call with the message's files in the form that the host takes; at once where they are small. */
export function withFiles<T, M extends { files?: File[] | undefined }>(
  message: M,
  call: (message: Omit<M, "files"> & { files?: Carried[] }) => Promise<T>,
): Promise<T> {
  const { files, ...rest } = message;
  if (files === undefined) return call(rest);
  if (!areLoaded(files)) return load(files).then((files) => withFiles({ ...rest, files } as M, call));
  const all = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (all > INLINE_BYTES) return staged(files, (carried) => call({ ...rest, files: carried }));
  return call({
    ...rest,
    files: files.map(({ bytes, ...file }) => ({ ...file, dataBase64: bytes.toBase64() })),
  });
}

const areLoaded = (files: File[]): files is Loaded[] =>
  files.every(({ bytes }) => typeof bytes !== "function");

/** One after the other: a script may only fetch so much at once. */
async function load(files: File[]): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  for (const { bytes, ...file } of files) {
    loaded.push({ ...file, bytes: typeof bytes === "function" ? await bytes() : bytes });
  }
  return loaded;
}

/** Hands the files over one part after the other, so that no more than one is ever encoded. Empty ones go along. */
async function staged<T>(files: Loaded[], call: (carried: Carried[]) => Promise<T>): Promise<T> {
  const full = files.filter(({ bytes }) => bytes.length > 0);
  const announced = full.map(({ name, bytes }) => ({ name, bytes: bytes.length }));
  const { ids } = await ops.files.begin({ files: announced });
  try {
    for (const [index, { bytes }] of full.entries()) {
      for (let at = 0; at < bytes.length; at += PART_BYTES) {
        await ops.files.put({ id: ids[index]!, at, dataBase64: part(bytes, at) });
      }
    }
    const left = [...ids];
    return await call(
      files.map(({ bytes, ...file }) =>
        bytes.length === 0 ? { ...file, dataBase64: "" } : { ...file, staged: left.shift()! }
      ),
    );
  } catch (error) {
    ops.files.drop({ ids }).catch(() => undefined);
    throw error;
  }
}

const part = (bytes: Uint8Array, at: number) => bytes.subarray(at, at + PART_BYTES).toBase64();
