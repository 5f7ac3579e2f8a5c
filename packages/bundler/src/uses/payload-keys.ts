/** @module Which keys a call's `payload` has, where it is written out as an object: some need a permission of their own. */

const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[A-Za-z_$][\w$]*|\.\.\.|=>|[()[\]{},:]/g;
const opening: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** `called` is the code from the call's bracket on; no more of it is read than the call itself. */
export function payloadKeys(called: string): string[] {
  const keys: string[] = [];
  /** Brackets that are open: what closes each, and for an object which of its keys is being given. */
  const open: { close: string; key?: string | undefined }[] = [];
  let before = "";
  for (const [text] of called.matchAll(token)) {
    const inner = open.at(-1);
    const close = opening[text];
    if (close !== undefined) open.push({ close });
    else if (text === inner?.close) {
      open.pop();
      if (open.length === 0) break;
    } else if (inner?.close === "}" && (before === "{" || before === ",") && /^[\w$"']/.test(text)) {
      inner.key = text.replace(/^["']|["']$/g, "");
      const [call, args] = open;
      if (open.length === 3 && call!.close === ")" && args!.key === "payload") keys.push(inner.key);
    }
    before = text;
  }
  return keys;
}
