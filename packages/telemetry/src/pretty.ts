import pc from "picocolors";

export interface FormatOptions {
  /** The process the line came from; used where the line itself names none. */
  name: string;
  colour: boolean;
  /** Names are padded to this many characters, so that messages line up. */
  nameWidth: number;
}

/** Whether to colour: `NO_COLOR` forbids, `FORCE_COLOR` demands, otherwise only a terminal gets colours. */
export function wantsColour(env: Record<string, string | undefined>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== "0") return true;
  return isTerminal && env.TERM !== "dumb";
}

type Painter = ReturnType<typeof pc.createColors>;

/** Turns one line of a child's output into readable lines, each with the child's name in front. */
export function formatLine(line: string, { name, colour, nameWidth }: FormatOptions): string {
  const paint = pc.createColors(colour);
  const record = parseRecord(line);
  const shownName = clean(typeof record?.name === "string" ? record.name : name);
  const prefix = `${paintName(paint, shownName)(shownName.padEnd(nameWidth))} ${paint.dim("|")} `;
  if (!record) return prefix + clean(line.replace(/\r$/, ""));
  const { time, level, msg, err, error, ...fields } = record;
  const failure = asFailure(err) ?? asFailure(error);
  const text = typeof msg === "string" ? msg : failure?.message ?? "";
  const head = [
    paint.dim(clockTime(time)),
    paintLevel(paint, String(level)),
    clean(text),
    ...Object.entries(fields)
      .filter(([key]) => !hiddenFields.has(key))
      .map(([key, value]) => paint.dim(`${clean(key)}=${showValue(value)}`)),
  ].filter(Boolean).join(" ");
  const stack = failure?.stack ? failure.stack.split("\n").map((row) => paint.dim(`    ${clean(row)}`)) : [];
  return [head, ...stack].map((row) => prefix + row).join("\n");
}

/** One JSON object for one line of a child's output, whatever it printed. */
export function asJsonLine(line: string, name: string): string {
  const record = parseRecord(line) ?? { level: "error", time: Date.now(), msg: line.replace(/\r$/, "") };
  return JSON.stringify({ name, ...record });
}

/** Makes control characters visible: a message can't start a line of its own nor steer the terminal. */
function clean(text: string): string {
  return text.replace(controlCharacters, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return " ";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** C0, DEL, C1, line separators and the marks that reverse the direction of text. */
// deno-lint-ignore no-control-regex -- control characters are what it finds
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const hiddenFields = new Set(["name", "pid", "hostname", "v"]);
const levelColours: Record<string, (paint: Painter) => (text: string) => string> = {
  trace: (paint) => paint.gray,
  debug: (paint) => paint.gray,
  info: (paint) => paint.green,
  warn: (paint) => paint.yellow,
  error: (paint) => paint.red,
  fatal: (paint) => paint.magenta,
};

function paintLevel(paint: Painter, level: string): string {
  const colour = levelColours[level]?.(paint) ?? ((text: string) => text);
  return colour(clean(level).padEnd(5));
}

function paintName(paint: Painter, name: string): (text: string) => string {
  const palette = [paint.cyan, paint.blue, paint.magenta, paint.green, paint.yellow];
  let sum = 0;
  for (const character of name) sum += character.codePointAt(0)!;
  return palette[sum % palette.length]!;
}

function parseRecord(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    const record = JSON.parse(line);
    return record !== null && typeof record.level === "string" ? record : null;
  } catch {
    return null;
  }
}

function asFailure(value: unknown): { message?: string; stack?: string } | undefined {
  return typeof value === "object" && value !== null
    ? value as { message?: string; stack?: string }
    : undefined;
}

function clockTime(time: unknown): string {
  return typeof time === "number" && Math.abs(time) < 8.64e15
    ? new Date(time).toISOString().slice(11, 23)
    : "";
}

function showValue(value: unknown): string {
  if (typeof value === "string") return /^[\w./:@-]+$/.test(value) ? value : clean(JSON.stringify(value));
  return clean(JSON.stringify(value) ?? String(value));
}
