/** @module The text that teaches a shell to complete `flora`; nothing of it runs flora itself. */
import type { Place, Values } from "./tree.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = typeof shells[number];

/** What to put where, so that each shell completes from then on. */
export const installHints: Record<Shell, string> = {
  bash: 'eval "$(flora completion bash)"   # in ~/.bashrc',
  zsh: 'eval "$(flora completion zsh)"   # in ~/.zshrc, after compinit',
  fish: "flora completion fish | source   # in ~/.config/fish/config.fish",
};

const writers: Record<Shell, (places: Place[], values: Values) => string> = { bash, zsh, fish };

/** The completion script of a shell. */
export function completionScript(shell: Shell, parts: { places: Place[]; values: Values }): string {
  return writers[shell](parts.places, parts.values);
}

function bash(places: Place[], values: Values): string {
  return `_flora() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path=flora words= i
  case "$prev" in
${Object.entries(values).map(([name, all]) => `    ${name}) words=${quote(all.join(" "))} ;;`).join("\n")}
  esac
  if [ -z "$words" ]; then
    for ((i = 1; i < COMP_CWORD; i++)); do
      case "$path \${COMP_WORDS[i]}" in
        ${paths(places)}) path="$path \${COMP_WORDS[i]}" ;;
      esac
    done
    case "$path" in
${places.map(({ path, words }) => `      ${quote(path)}) words=${quote(textsOf(words))} ;;`).join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _flora flora
`;
}

function zsh(places: Place[], values: Values): string {
  const describe = ({ text, help }: Place["words"][number]) =>
    quote(`${text}:${help.replaceAll(":", "\\:")}`);
  return `#compdef flora
_flora() {
  local path_=flora i
  local -a offered
  case "\${words[CURRENT-1]}" in
${
    Object.entries(values).map(([name, all]) => `    ${name}) offered=(${all.map(quote).join(" ")}) ;;`).join(
      "\n",
    )
  }
  esac
  if (( ! $#offered )); then
    for ((i = 2; i < CURRENT; i++)); do
      case "$path_ \${words[i]}" in
        ${paths(places)}) path_="$path_ \${words[i]}" ;;
      esac
    done
    case "$path_" in
${
    places.map(({ path, words }) => `      ${quote(path)}) offered=(${words.map(describe).join(" ")}) ;;`)
      .join("\n")
  }
    esac
  fi
  _describe flora offered || _files
}
compdef _flora flora
`;
}

function fish(places: Place[], values: Values): string {
  const lines = places.flatMap(({ path, words }) =>
    words.map(({ text, help }) => {
      const long = /^--(.+)$/.exec(text)?.[1];
      const what = long === undefined ? `-a ${quote(text)}` : `-l ${long}`;
      const choices = values[text] ? ` -x -a ${quote(values[text].join(" "))}` : "";
      return `complete -c flora -n ${quote(`__flora_at ${quote(path)}`)} ${what}${choices} -d ${quote(help)}`;
    })
  );
  return `function __flora_at
  set -l path flora
  for word in (commandline -opc)[2..-1]
    switch "$path $word"
      case ${places.slice(1).map(({ path }) => quote(path)).join(" ")}
        set path "$path $word"
    end
  end
  test "$path" = "$argv[1]"
end
${lines.join("\n")}
`;
}

function paths(places: Place[]): string {
  return places.slice(1).map(({ path }) => quote(path)).join(" | ");
}

const textsOf = (words: Place["words"]) => words.map(({ text }) => text).join(" ");

/** One word for any of the three shells. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
