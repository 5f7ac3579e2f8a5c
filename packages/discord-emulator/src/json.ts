const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\b\d{16,}\b(?![.eE\d])/g;

/**
 * Parses JSON keeping integers of 16 and more digits exact, as strings: some clients send ids as bare numbers.
 * Throws `SyntaxError` like `JSON.parse`.
 */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(
    text.replace(STRING_OR_LONG_INTEGER, (match) => match.startsWith('"') ? match : `"${match}"`),
  );
}
