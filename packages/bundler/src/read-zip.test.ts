import assert from "node:assert/strict";
import fc from "fast-check";
import { zipSync } from "fflate";
import { BundleError, type BundleErrorCode } from "./problem.ts";
import { readZip, type ZipLimits } from "./read-zip.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

function refuses(zip: Uint8Array, code: BundleErrorCode, message: RegExp, limits?: Partial<ZipLimits>) {
  assert.throws(() => readZip(zip, limits), (error) => {
    assert.ok(error instanceof BundleError, String(error));
    assert.match(error.message, message);
    assert.equal(error.code, code);
    return true;
  });
}

/** Where the first entry's record in the directory starts. */
function directoryOf(zip: Uint8Array): number {
  return zip.findIndex((_, at) => zip[at] === 0x50 && zip[at + 1] === 0x4b && zip[at + 2] === 1);
}

Deno.test("readZip() returns the files, stored or deflated, and no folders", () => {
  const zip = zipSync({
    "src/": new Uint8Array(),
    "src/main.ts": utf8("on('ready', () => {})".repeat(100)),
    "ü.txt": [utf8("stored"), { level: 0 }],
    "empty.txt": new Uint8Array(),
  });
  const files = readZip(zip);
  assert.deepEqual(Object.keys(files).sort(), ["empty.txt", "src/main.ts", "ü.txt"]);
  assert.equal(new TextDecoder().decode(files["ü.txt"]), "stored");
  assert.equal(files["src/main.ts"]!.length, 2100);
});

Deno.test("readZip() gives back any files it is given", () => {
  const name = fc.stringMatching(/^[a-z]{1,6}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.uint8Array({ maxLength: 3_000 }), { maxKeys: 5 }), (files) => {
      assert.deepEqual({ ...readZip(zipSync(files)) }, { ...files });
    }),
    { numRuns: 50 },
  );
});

Deno.test("readZip() refuses names that leave the folder, and doubles", () => {
  const bad = ["../x", "a/../../x", "/etc/passwd", "C:/x", "a\\b", "a//b", "a\0b", "a/./b"];
  for (const name of bad) {
    refuses(zipSync({ [name]: utf8("x") }), "FILE_NAME_INVALID", /Cannot accept file name/);
  }
  refuses(zipSync({ "../": new Uint8Array() }), "FILE_NAME_INVALID", /"\.\."/);
  refuses(zipSync({ "a.ts": utf8("1"), "A.ts": utf8("2") }), "FILE_NAME_INVALID", /the same as "a.ts"/);
});

Deno.test("readZip() refuses links and special files", () => {
  const zip = zipSync({ link: [utf8("/etc/passwd"), { os: 3, attrs: 0o120777 << 16 }] });
  refuses(zip, "ARCHIVE_INVALID", /entry "link": it is a symbolic link/);
  refuses(
    zipSync({ fifo: [utf8(""), { os: 3, attrs: 0o010644 << 16 }] }),
    "ARCHIVE_INVALID",
    /not a regular file/,
  );
});

Deno.test("readZip() stops a bomb at the limits, with their figures", () => {
  const bomb = zipSync({ "a.txt": new Uint8Array(20 * 1024 * 1024) });
  refuses(bomb, "BUNDLE_TOO_LARGE", /its files are more than 9 MiB together/);
  refuses(bomb, "ARCHIVE_INVALID", /entry "a.txt": it expands to more than 200 times/, {
    totalBytes: 2 ** 30,
  });
  const many = zipSync(
    Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, new Uint8Array(60_000)])),
  );
  refuses(many, "ARCHIVE_INVALID", /it has 12 entries, at most 11/, { entries: 11 });
  refuses(many, "BUNDLE_TOO_LARGE", /more than 500 KiB together/, { totalBytes: 500 * 1024 });
});

Deno.test("readZip() does not believe the claimed size", () => {
  const bomb = zipSync({ "a.txt": new Uint8Array(20 * 1024 * 1024) });
  new DataView(bomb.buffer).setUint32(directoryOf(bomb) + 24, 10, true);
  const before = Deno.memoryUsage().external;
  refuses(bomb, "ARCHIVE_INVALID", /entry "a.txt": it is larger than it claims/);
  assert.ok(Deno.memoryUsage().external - before < 4 * 1024 * 1024);
});

Deno.test("readZip() refuses damage: cut, changed, encrypted, contradictory, not a zip", () => {
  const zip = zipSync({ "a.txt": utf8("hello hello hello hello") });
  refuses(zip.subarray(0, zip.length - 1), "ARCHIVE_INVALID", /not a zip file, or cut short/);
  refuses(new Uint8Array(), "ARCHIVE_INVALID", /not a zip file/);
  refuses(utf8("PK".repeat(100)), "ARCHIVE_INVALID", /not a zip file/);
  const change = (offset: number, value: number) => {
    const copy = zip.slice();
    copy[offset < 0 ? directoryOf(zip) - offset : offset] = value;
    return copy;
  };
  refuses(change(-8, 1), "ARCHIVE_INVALID", /encrypted/);
  refuses(change(-10, 12), "ARCHIVE_INVALID", /compression method 12/);
  refuses(change(-16, zip[directoryOf(zip) + 16]! ^ 1), "ARCHIVE_INVALID", /content is damaged/);
  refuses(change(30, 0x62), "ARCHIVE_INVALID", /disagree on its name/);
  refuses(change(-46, 0xff), "ENCODING_INVALID", /byte 0 is not valid UTF-8/);
});

Deno.test("readZip() survives any change of bytes with its own errors only", () => {
  const zip = zipSync({ "a/b.txt": utf8("hello ".repeat(50)), "c.txt": utf8("x") });
  const edits = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(edits, (changes) => {
      const copy = zip.slice();
      for (const [at, value] of changes) copy[at] = value;
      try {
        readZip(copy);
      } catch (error) {
        assert.ok(error instanceof BundleError, String((error as Error).stack));
      }
    }),
    { numRuns: 2_000 },
  );
});
