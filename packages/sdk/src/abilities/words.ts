/** @module What the functions of `rest` do, in words made from their names. */

/** As in "can ban members". */
export function wordsOf(name: string): string {
  const words = name.replace(/[A-Z]+/g, (letters) => ` ${letters.toLowerCase()}`).split(" ");
  const last = words.pop()!;
  return [...words, plural(last)].join(" ");
}

/** No word of a function's name is irregular; a name of one word is a verb. */
function plural(word: string): string {
  if (word.endsWith("s") || word === "typing" || word === "status") return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}
