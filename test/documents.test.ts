/** @module What documents name is there: links, files, npm scripts, variables, commands and their options. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { projectFiles } from "../apps/cli/src/init/project-files.ts";
import { root } from "./support/flora.ts";

/** Every file of the repository but what is installed, built or stored, relative to its root. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [relative(root, path)];
    return /^(\.|node_modules$|dist$)/.test(entry.name) ? [] : filesBelow(path);
  });
}

const files = filesBelow(root);
const read = (path: string) => readFileSync(join(root, path), "utf8");
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1]!);

const withoutBlocks = (text: string) => text.replace(/^( *)```[^]*?^\1```$/gm, "");
/** What stands in code within sentences. */
const spans = (text: string) =>
  matches(withoutBlocks(text), /`([^`]+)`/g).map((span) => span.replace(/\s+/g, " "));

interface Naming {
  /** What a document names. */
  named(text: string): string[];
  exists(name: string, document: string): boolean;
}

function testDocuments(what: string, { named, exists }: Naming): void {
  Deno.test(`documents name ${what} that exist`, () => {
    const found = files.filter((path) => path.endsWith(".md")).flatMap((path) =>
      named(read(path)).map((name) => ({ path, name }))
    );
    assert.notEqual(found.length, 0);
    assert.deepEqual(found.filter(({ path, name }) => !exists(name, path)), []);
  });
}

/** A heading's anchor, as GitHub makes it. */
const anchor = (heading: string) =>
  heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").trim().replaceAll(" ", "-");

testDocuments("links", {
  named: (text) => matches(withoutBlocks(text).replace(/`[^`]+`/g, ""), /\]\((?!https?:)([^)\s]+)\)/g),
  exists(link, document) {
    const [file, heading] = link.split("#") as [string, string?];
    const target = file === "" ? document : relative(root, resolve(root, dirname(document), file));
    if (!files.includes(target)) return false;
    return heading === undefined ||
      matches(withoutBlocks(read(target)), /^#+ (.*)$/gm).map(anchor).includes(heading);
  },
});

/** In a project of `flora init`; whatever else documents name is flora's own. */
const ofProjects = /^(src\/)?main(\.test)?\.ts$|^flora\.config\.ts$/;

testDocuments("files", {
  named: (text) =>
    spans(text).filter((span) =>
      /^[\w.@/-]+\.(ts|mjs|md)$|^(apps|packages|scripts|test|infra|docs)\/[\w/-]+$/.test(span) &&
      !ofProjects.test(span)
    ),
  /** Folders that the text speaks of already may be left out in front. */
  exists: (name) => files.some((file) => `/${file}/`.includes(`/${name.replace(/\/$/, "")}/`)),
});

const scripts = [
  ...Object.keys(JSON.parse(read("package.json")).scripts),
  ...Object.keys(JSON.parse(projectFiles(root, undefined)["package.json"]!).scripts),
];
testDocuments("npm scripts", {
  named: (text) => matches(text, /npm run ([a-z:-]+)/g),
  exists: (name) => scripts.includes(name),
});

const sources = files.filter((path) => /^(apps|packages)\/.*(?<!\.test)\.ts$|env\.example$/.test(path)).map(
  read,
)
  .join("\n");
testDocuments("variables", {
  named: (text) => matches(text, /\b((?:FLORA|DISCORD)_[A-Z_]+)\b/g),
  exists: (name) => new RegExp(`\\b${name}\\b`).test(sources),
});

/** The options of every command, by its words; docs/cli.md is made of the program. */
const [ofEvery, ...ofEach] = read("docs/cli.md").split(/^#### flora /m) as [string, ...string[]];
const optionsIn = (text: string) => matches(text, /^- `(?:-\w, )?(--[a-z-]+)/gm);
const commands = new Map(ofEach.map((text) => [/^[a-z-]+( [a-z-]+)?/.exec(text)![0], optionsIn(text)]));

testDocuments("commands and options", {
  named: (text) =>
    [...matches(text, /^ {4,}((?:npx )?flora .*)$/gm), ...spans(text)]
      .filter((line) => /^(npx )?flora [a-z]/.test(line)),
  exists(line) {
    const words = line.replace(/^npx /, "").replace(/\s+#.*/, "").split(" ").slice(1);
    const command = [words.slice(0, 2).join(" "), words[0]!].find((name) => commands.has(name));
    if (command === undefined) {
      return [...commands.keys()].some((name) => name.startsWith(`${words.join(" ")} `));
    }
    const known = [...optionsIn(ofEvery), ...commands.get(command)!, "--help"];
    return words.filter((word) => /^--[a-z]/.test(word)).every((word) => known.includes(word.split("=")[0]!));
  },
});
