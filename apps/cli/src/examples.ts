/** @module How commands are used, for `--help` and documents: whatever takes more than a guild has an example here. */
import type { Command } from "commander";

/** By the command's words; each is a whole line that a shell takes. */
export const examples: Record<string, string[]> = {
  "flora init": ["flora init my-bot --template polls", "flora init --templates"],
  "flora dev": ["flora dev", "flora dev src/main.ts --member ada ben cleo --fresh"],
  "flora test": ["flora test", 'flora test main.test.ts --filter "says hello" --watch'],
  "flora validate": ["flora validate --guild 123456789012345678", "flora validate --here"],
  "flora deploy": ["flora deploy", "flora deploy src/main.ts --root bots/polls --guild 123456789012345678"],
  "flora diff": ["flora diff", "flora diff 7 --from 5"],
  "flora history": ["flora history --limit 5"],
  "flora rollback": ["flora rollback", "flora rollback 3"],
  "flora logs": ["flora logs --follow", "flora logs --level warn --since 2h"],
  "flora why": ["flora why", "flora why /roll --since 10m", "flora why 1398765432109876543"],
  "flora settings": ["flora settings", "flora settings greeting Welcome!", "flora settings greeting --reset"],
  "flora kv create-store": ["flora kv create-store scores"],
  "flora kv delete-store": ["flora kv delete-store scores"],
  "flora kv get": ["flora kv get --store scores ada"],
  "flora kv set": [
    "flora kv set --store scores ada 12 --ttl 3600",
    "flora kv set --store notes rules < rules.txt",
  ],
  "flora kv delete": ["flora kv delete --store scores ada"],
  "flora kv list-keys": ["flora kv list-keys --store scores --prefix a --limit 20"],
  "flora kv export": ["flora kv export --store scores > scores.jsonl"],
  "flora kv import": ["flora kv import --store scores scores.jsonl --existing skip"],
  "flora secrets set": [
    "flora secrets set WEATHER_KEY --host api.example.com < key.txt",
    "flora secrets set GITHUB_SIGNATURE --nowhere < signature.txt",
  ],
  "flora secrets delete": ["flora secrets delete WEATHER_KEY"],
  "flora cron run": ["flora cron run tidy"],
  "flora schedules": ["flora schedules --limit 10"],
  "flora schedules cancel": ["flora schedules cancel reminder-7"],
  "flora webhooks rotate": ["flora webhooks rotate github"],
  "flora login": [
    "flora login --api https://flora.example.com",
    "flora login --no-browser",
    "flora login < token.txt",
  ],
  "flora tokens create": ["flora tokens create ci --guild 123456789012345678 --role editor --expires 90"],
  "flora tokens revoke": ["flora tokens revoke Jq0v8yXcT3aB"],
  "flora access grant": ["flora access grant 234567890123456789 editor"],
  "flora access revoke": ["flora access revoke 234567890123456789"],
  "flora audit": ["flora audit --action deployment.create --limit 10"],
  "flora admin backup": ["flora admin backup flora-backup.db"],
  "flora admin restore": ["flora admin restore flora-backup.db --data-dir .flora"],
  "flora admin migrate": ["flora admin migrate 123456789012345678 worker-1"],
  "flora admin pin": [
    "flora admin pin 123456789012345678 worker-1",
    "flora admin pin 123456789012345678",
  ],
  "flora admin drain": ["flora admin drain worker-0 --restart"],
  "flora admin undrain": ["flora admin undrain worker-0"],
  "flora admin migrations": ["flora admin migrations --guild 123456789012345678"],
  "flora completion": ["flora completion bash"],
};

/** Shows them in the help of each command. */
export function addExamples(program: Command): void {
  eachCommand(program, (command, path) => {
    const lines = examples[path];
    if (lines) command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`);
  });
}

/** A command and all below it, each with its words. */
export function eachCommand(program: Command, visit: (command: Command, path: string) => void): void {
  const walk = (command: Command, path: string) => {
    visit(command, path);
    for (const child of command.commands) walk(child, `${path} ${child.name()}`);
  };
  walk(program, program.name());
}
