/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** Path of the setting, such as `limits.heapBytes`, or the unknown name itself. */
  path: string;
  /** `env FLORA_PORT`, `flora.toml:12`, or the file alone. */
  origin: string;
  /** A whole sentence part: what it was and what is allowed. */
  message: string;
}

/** Thrown with every problem at once; nothing may start then. */
export class ConfigError extends Error {
  /** Shown to the operator without a stack. */
  readonly forOperator = true;

  constructor(readonly problems: ConfigProblem[]) {
    const lines = problems.map(({ path, origin, message }) => `  ${path} (${origin}): ${message}`);
    super(
      `Cannot read configuration: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}\n${
        lines.join("\n")
      }`,
    );
    this.name = "ConfigError";
  }
}
