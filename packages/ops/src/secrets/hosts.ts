/** Whether a host is one of `allowed`: exact names, or `*.suffix` for everything below a suffix but not itself. */
export function hostAllowed(host: string, allowed: readonly string[]): boolean {
  const name = plain(host);
  return name !== "" && allowed.some((entry) => {
    const pattern = plain(entry);
    if (!pattern.startsWith("*.")) return name === pattern;
    const suffix = pattern.slice(1);
    return suffix.length > 1 && name.length > suffix.length && name.endsWith(suffix);
  });
}

/** Lower case, without the dot of the root. */
function plain(host: string): string {
  return host.trim().toLowerCase().replace(/\.$/, "");
}
