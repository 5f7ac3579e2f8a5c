import assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import fc from "fast-check";
import { checkFileName, checkFileNames } from "./file-names.ts";
import { BundleError } from "./problem.ts";

const refuses = (names: string[], message: RegExp) =>
  assert.throws(() => checkFileNames(names), (error) => {
    assert.ok(error instanceof BundleError);
    assert.equal(error.code, "FILE_NAME_INVALID");
    assert.match(error.message, message);
    return true;
  });

Deno.test("checkFileName() accepts plain relative paths", () => {
  for (
    const name of ["main.ts", "src/a/b.test.ts", "node_modules/@x/y/.z", "ä/ö ü.ts", "a..b/..c/d.", "日本.ts"]
  ) {
    checkFileName(name);
  }
});

Deno.test("checkFileName() refuses every other path, naming it", () => {
  const cases: [string, RegExp][] = [
    ["", /^Cannot accept file name "": it is empty$/],
    ["../a.ts", /file name "..\/a.ts": it has the segment ".."/],
    ["a/../../b", /the segment ".."/],
    ["a/./b", /the segment "."/],
    ["a//b", /empty segment/],
    ["a/", /empty segment/],
    ["/etc/passwd", /absolute/],
    ["C:/x", /names a drive/],
    ["c:x", /names a drive/],
    ["a\\b", /backslash/],
    ["a\0b", /"a\\u0000b": it has a control character/],
    ["a\nb", /control character/],
    ["a\u202eb", /control character/],
    ["a\u0301", /normal form C/],
    ["a\ud800", /not valid Unicode/],
    ["a".repeat(257), /it has 257 characters, at most 256/],
    ["日".repeat(86), /segment longer than 255 bytes/],
  ];
  for (const [name, message] of cases) refuses([name], message);
});

Deno.test("checkFileNames() refuses names that meet on a file system", () => {
  refuses(["a/B.ts", "A/b.ts"], /"A\/b.ts": it is the same as "a\/B.ts" but for upper and lower case/);
  refuses(["a.ts", "a.ts"], /the same as/);
  refuses(["a", "a/b"], /"a\/b": its folder is also the file "a"/);
  refuses(["x/y/z", "X"], /"X": it is also the folder of "x\/y\/z"/);
  checkFileNames(["a/b", "a/c", "ab", "a.b"]);
});

Deno.test("checkFileName() whatever it accepts stays inside the folder, on every system", () => {
  const piece = fc.oneof(
    fc.constantFrom("..", ".", "", "/", "\\", "a", "C:", "\0", "\u202e", "é", "..a", " "),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom("", "/", "\\"), (pieces, joint) => {
      const name = pieces.join(joint);
      try {
        checkFileName(name);
      } catch (error) {
        assert.ok(error instanceof BundleError && error.code === "FILE_NAME_INVALID");
        return;
      }
      for (const path of [posix, win32]) {
        const target = path.resolve("/home/somebody/project", name);
        assert.ok(target.startsWith(path.resolve("/home/somebody/project") + path.sep), name);
      }
      assert.equal(posix.normalize(name), name);
      assert.equal(name.normalize("NFC"), name);
    }),
    { numRuns: 3_000 },
  );
});
