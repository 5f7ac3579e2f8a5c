/** The packages and apps, those with the most tests first: two at a time then end at about the same time. */
export function unitFolders(): string[] {
  const folders = ["packages", "apps"].flatMap((above) =>
    [...Deno.readDirSync(above)].filter(({ isDirectory }) => isDirectory).map(({ name }) =>
      `${above}/${name}`
    )
  );
  const tests = new Map(folders.map((folder) => [folder, countTests(folder)]));
  return folders.filter((folder) => tests.get(folder)! > 0).sort((a, b) => tests.get(b)! - tests.get(a)!);
}

/** Files of tests below a folder. */
function countTests(folder: string): number {
  return [...Deno.readDirSync(folder)].reduce((sum, { name, isDirectory }) => {
    if (isDirectory) return sum + countTests(`${folder}/${name}`);
    return sum + (/[._]test\.\w+$/.test(name) ? 1 : 0);
  }, 0);
}
