/** @module What the script API consists of, with its docstrings and examples, as `deno doc` reads them. */
import { relative, resolve } from "node:path";

const source = resolve(import.meta.dirname!, "../../packages/sdk/src");

export interface SdkEntry {
  /** Such as `embed`, or `KvStore.get` of a member. */
  name: string;
  /** Below packages/sdk/src. */
  file: string;
  line: number;
  /** Empty where there is none. */
  doc: string;
  examples: string[];
  /** Whether a script can use it by itself: everything but types. */
  usable: boolean;
}

interface JsDoc {
  doc?: string;
  tags?: { kind: string; doc?: string }[];
}
interface Location {
  filename: string;
  line: number;
}
interface Member {
  name: string;
  jsDoc?: JsDoc;
  location?: Location;
  accessibility?: string;
}
interface Declaration {
  kind: string;
  location: Location;
  jsDoc?: JsDoc;
  def: { methods?: Member[]; callSignatures?: Member[] };
}

const USABLE = ["function", "variable", "class"];

/** Every name that a script finds, and every method of what it finds; builders are documented as a whole. */
export async function readSdkEntries(): Promise<SdkEntry[]> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", resolve(source, "mod.ts")],
  }).output();
  if (!success) throw new Error("Cannot read the SDK's docstrings: deno doc failed");
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as {
    nodes: Record<string, { symbols: { name: string; declarations: Declaration[] }[] }>;
  };
  const symbols = Object.values(nodes).flatMap(({ symbols }) => symbols);
  return symbols.flatMap(({ name, declarations }) =>
    declarations.flatMap((declaration) => entriesOf(name, declaration))
  ).filter(({ file }) => !file.startsWith("../"));
}

function entriesOf(name: string, { kind, location, jsDoc, def }: Declaration): SdkEntry[] {
  const file = relative(source, new URL(location.filename).pathname);
  const place = (line: number) => ({ file, line });
  const own = { name, ...place(location.line), ...read(jsDoc), usable: USABLE.includes(kind) };
  if (file.startsWith("builders/")) return [own];
  const members = [...def.methods ?? [], ...def.callSignatures ?? []]
    .filter(({ accessibility }) => accessibility !== "private")
    .map((member) => ({
      name: member.name === undefined ? `${name}()` : `${name}.${member.name}`,
      ...place(member.location?.line ?? location.line),
      ...read(member.jsDoc),
      usable: true,
    }));
  return [own, ...members];
}

function read({ doc = "", tags = [] }: JsDoc = {}): Pick<SdkEntry, "doc" | "examples"> {
  const examples = tags.filter(({ kind }) => kind === "example").map(({ doc = "" }) => doc);
  return { doc: doc.trim(), examples };
}
