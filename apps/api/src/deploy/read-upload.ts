import { decodeText, readZip } from "@flora/bundler";
import { ControlError } from "@flora/model";
import { DeployRequest } from "@flora/protocol/api";
import { defaultBodyTimeouts, parseJson, readBytes } from "../read-body.ts";

/** Author files (1 MiB) and npm files (8 MiB) as JSON text, with room for escapes. */
const UPLOAD_LIMIT_BYTES = 16 * 1024 * 1024;

export interface Upload {
  entry: string;
  files: Record<string, string>;
}

/**
 * A project as uploaded: JSON `{entry, files}`, or multipart with a part per file (its filename is the path) or one
 * `archive` part holding a zip. Throws ControlError or BundleError that names the part.
 */
export async function readUpload(request: Request, timeoutMs = defaultBodyTimeouts.upload): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  const bytes = await readBytes(request, { limitBytes: UPLOAD_LIMIT_BYTES, timeoutMs });
  if (type.startsWith("multipart/form-data")) return await readMultipart(bytes, type);
  if (!type.startsWith("application/json")) {
    throw new ControlError(
      "INVALID_REQUEST",
      `Cannot read deploy: content type is "${type}", send application/json or multipart/form-data`,
      { field: "content-type" },
    );
  }
  const parsed = DeployRequest.safeParse(parseJson(bytes));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join(".") || "body";
    throw new ControlError("INVALID_REQUEST", `Cannot read deploy: ${field}: ${issue.message}`, { field });
  }
  return parsed.data;
}

async function readMultipart(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Upload> {
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch (error) {
    throw new ControlError("INVALID_REQUEST", `Cannot read multipart body: ${(error as Error).message}`, {
      field: "body",
    });
  }
  const files = new Map<string, string>();
  const refuse = (why: string, field: string) =>
    new ControlError("INVALID_REQUEST", `Cannot read deploy: ${why}`, { field });
  const add = (path: string, content: Uint8Array) => {
    if (files.has(path)) throw refuse(`file "${path}" is sent twice`, "files");
    files.set(path, decodeText(content, path));
  };
  for (const [name, part] of form) {
    if (typeof part === "string") {
      if (name !== "entry") throw refuse(`part "${name}" is no file, it has no filename`, name);
      continue;
    }
    const content = new Uint8Array(await part.arrayBuffer());
    if (name === "archive") {
      for (const [path, file] of Object.entries(await readZip(content))) add(path, file);
    } else add(part.name, content);
  }
  const entry = form.get("entry");
  return {
    entry: typeof entry === "string" && entry !== "" ? entry : "src/main.ts",
    files: Object.fromEntries(files),
  };
}
