export interface FormError {
  path: string[];
  code: string;
  message: string;
}

/** Discord's nested form errors (`{a: {0: {_errors: […]}}}`) as a flat list, in the order of the form. */
export function flattenErrors(errors: unknown, path: string[] = []): FormError[] {
  if (typeof errors !== "object" || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]) =>
    key === "_errors" && Array.isArray(value)
      ? value.map((error) => ({ path, code: String(error?.code), message: String(error?.message) }))
      : flattenErrors(value, [...path, key])
  );
}
