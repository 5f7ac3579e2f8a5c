import type { GuildId, ScriptErrorCode, ScriptErrorShape } from "@flora/model";
import type { FilesAnswer, FilesCall } from "./contract.ts";

export interface StagingLimits {
  /** One file. */
  fileBytes: number;
  /** Files of one guild, those of its running requests included; counted as they were announced. */
  guildBytes: number;
  /** Files of all guilds, counted as far as they have come. */
  totalBytes: number;
  /** A file that no request names within this time is forgotten. Milliseconds. */
  lifeMs: number;
}

interface StagedFile {
  guildId: GuildId;
  name: string;
  /** As large as was announced; pages that nothing was written to cost nothing. */
  bytes: Uint8Array<ArrayBuffer>;
  received: number;
  /** A request has it just now. */
  inUse: boolean;
  expiry: ReturnType<typeof setTimeout>;
}

/** Files of one guild at once, however small they are. */
const MOST_PER_GUILD = 64;
const RETRY_AFTER_MS = 1_000;

/** Holds files between their first part and the end of the request that names them. */
export class StagedFiles {
  /** The oldest first. */
  readonly #files = new Map<string, StagedFile>();
  #bytes = 0;

  constructor(readonly limits: StagingLimits) {}

  /** Bytes that have come. */
  get bytes(): number {
    return this.#bytes;
  }

  answer(call: FilesCall): FilesAnswer {
    const error = this.#refusal(call);
    return error ? { ok: false, error } : { ok: true };
  }

  /**
   * The bytes of whole files, which are the request's until they are released; undefined where one is not the guild's,
   * not whole, or in another request. Nothing is taken then.
   */
  take(guildId: GuildId, ids: readonly string[]): Uint8Array<ArrayBuffer>[] | undefined {
    const files = ids.map((id) => this.#of(guildId, id));
    const whole = files.every((file) => file && !file.inUse && file.received === file.bytes.length);
    if (!whole || new Set(ids).size < ids.length) return undefined;
    return files.map((file) => {
      file!.inUse = true;
      clearTimeout(file!.expiry);
      return file!.bytes;
    });
  }

  /** The request is over: its files are forgotten. */
  release(guildId: GuildId, ids: readonly string[]): void {
    for (const id of ids) if (this.#of(guildId, id)) this.#forget(id);
  }

  /** For a guild that was left. */
  forgetGuild(guildId: GuildId): void {
    for (const [id, file] of this.#files) if (file.guildId === guildId) this.#drop(guildId, id);
  }

  close(): void {
    for (const id of this.#files.keys()) this.#forget(id);
  }

  /** Does what is asked, or says why not. */
  #refusal(call: FilesCall): ScriptErrorShape | undefined {
    if (call.t === "begin") return this.#begin(call);
    if (call.t === "put") return this.#put(call);
    for (const id of call.ids) this.#drop(call.guildId, id);
  }

  #begin({ guildId, files }: Extract<FilesCall, { t: "begin" }>): ScriptErrorShape | undefined {
    const { fileBytes, guildBytes, lifeMs } = this.limits;
    for (const [index, { name, bytes }] of files.entries()) {
      if (bytes <= fileBytes) continue;
      const message = `Cannot upload "${name}": it is ${bytes} bytes, at most ${fileBytes}`;
      return wrong("INVALID_ARGUMENT", message, `files.${index}`);
    }
    const asked = files.reduce((sum, { bytes }) => sum + bytes, 0);
    if (asked > guildBytes) {
      const message = `Cannot upload: the files are ${asked} bytes together, at most ${guildBytes}`;
      return wrong("INVALID_ARGUMENT", message, "files");
    }
    const own = [...this.#files.values()].filter((file) => file.guildId === guildId);
    const held = own.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (held + asked > guildBytes || own.length + files.length > MOST_PER_GUILD) {
      return later(
        `Cannot upload: other uploads of ${held} bytes in ${own.length} files are under way, at most ${guildBytes} bytes in ${MOST_PER_GUILD} files at once`,
      );
    }
    if (files.some(({ id }) => this.#files.has(id))) return gone("files");
    for (const { id, name, bytes } of files) {
      const expiry = setTimeout(() => this.#forget(id), lifeMs);
      const file = { guildId, name, bytes: new Uint8Array(bytes), received: 0, inUse: false, expiry };
      this.#files.set(id, file);
    }
  }

  #put({ guildId, id, at, dataBase64 }: Extract<FilesCall, { t: "put" }>): ScriptErrorShape | undefined {
    const file = this.#of(guildId, id);
    if (!file || file.inUse) return gone("id");
    const { name, bytes, received } = file;
    if (at !== received) {
      const message = `Cannot upload "${name}": a part begins at ${at}, but ${received} bytes have come`;
      return wrong("INVALID_ARGUMENT", message, "at");
    }
    const written = decodeInto(bytes.subarray(at), dataBase64);
    if (written === undefined) {
      return wrong("INVALID_ARGUMENT", `Cannot upload "${name}": a part is not base64`, "dataBase64");
    }
    if (written === "too long") {
      const message =
        `Cannot upload "${name}": a part goes beyond the ${bytes.length} bytes it was said to have`;
      return wrong("INVALID_ARGUMENT", message, "dataBase64");
    }
    if (!this.#makeRoom(written, file)) return later("Cannot upload: too many uploads are under way");
    file.received += written;
    this.#bytes += written;
  }

  /** Where all room is taken, the oldest files that no request has named give way. */
  #makeRoom(bytes: number, but: StagedFile): boolean {
    for (const [id, file] of this.#files) {
      if (this.#bytes + bytes <= this.limits.totalBytes) return true;
      if (file !== but && !file.inUse && file.received > 0) this.#forget(id);
    }
    return this.#bytes + bytes <= this.limits.totalBytes;
  }

  #of(guildId: GuildId, id: string): StagedFile | undefined {
    const file = this.#files.get(id);
    return file?.guildId === guildId ? file : undefined;
  }

  #drop(guildId: GuildId, id: string): void {
    if (this.#of(guildId, id)?.inUse === false) this.#forget(id);
  }

  #forget(id: string): void {
    const file = this.#files.get(id);
    if (!file) return;
    clearTimeout(file.expiry);
    this.#bytes -= file.received;
    this.#files.delete(id);
  }
}

/** How many bytes were written; undefined for text that is not base64. */
function decodeInto(target: Uint8Array<ArrayBuffer>, base64: string): number | "too long" | undefined {
  try {
    const { read, written } = target.setFromBase64(base64);
    return read < base64.length ? "too long" : written;
  } catch {
    return undefined;
  }
}

function wrong(code: ScriptErrorCode, message: string, path: string): ScriptErrorShape {
  return { code, message, path };
}

function later(message: string): ScriptErrorShape {
  return { code: "LIMIT_EXCEEDED", message, retryAfterMs: RETRY_AFTER_MS };
}

/** The same for files of others and for those of nobody. */
export function gone(path: string): ScriptErrorShape {
  return wrong("INVALID_ARGUMENT", "Cannot use file: its id is unknown or has expired", path);
}
