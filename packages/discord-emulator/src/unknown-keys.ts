/** @module Keys that Discord's description does not name: Discord takes and forgets them, so that a misspelt one does nothing. */

type Schema = Record<string, unknown>;

/** `schemas` are what references lead to, by name. Answers where such keys stand. */
export function unknownKeys(
  value: unknown,
  schema: Schema,
  schemas: Record<string, Schema>,
  at = "",
): string[] {
  if (typeof value !== "object" || value === null) return [];
  const variants = [...variantsOf(schema, schemas)];
  if (Array.isArray(value)) {
    const items = variants.flatMap(({ items }) => items ? [items as Schema] : []);
    return value.flatMap((one, index) => unknownKeys(one, { anyOf: items }, schemas, `${at}/${index}`));
  }
  const objects = variants.flatMap(({ properties }) =>
    properties ? [properties as Record<string, Schema>] : []
  );
  if (objects.length === 0 || variants.some(({ additionalProperties }) => additionalProperties)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const described = objects.flatMap((properties) =>
      Object.hasOwn(properties, key) ? [properties[key]!] : []
    );
    if (described.length === 0) return [`${at}/${key}: is not described`];
    return unknownKeys(inner, { anyOf: described }, schemas, `${at}/${key}`);
  });
}

/** A schema and all it may stand for. */
function* variantsOf(schema: Schema, schemas: Record<string, Schema>): Generator<Schema> {
  yield schema;
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").pop()! : undefined;
  const others = [schema.allOf, schema.oneOf, schema.anyOf].flatMap((list) => (list ?? []) as Schema[]);
  if (name !== undefined && schemas[name]) others.push(schemas[name]);
  for (const other of others) yield* variantsOf(other, schemas);
}
