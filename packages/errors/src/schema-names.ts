/**
 * The keys of the object schema at a path inside a zod schema, or undefined if there is no object. Structural: reads
 * the `def` of zod 4 schemas, through optionals, defaults, pipes, lists, tuples, records and unions.
 */
export function schemaNames(schema: unknown, path: readonly PropertyKey[]): readonly string[] | undefined {
  const [head, ...rest] = path;
  const names = objectShapes(schema).flatMap((shape) => {
    if (head === undefined) return Object.keys(shape);
    return (Object.hasOwn(shape, head) ? schemaNames(shape[head], rest) : undefined) ?? [];
  });
  if (head !== undefined) names.push(...entrySchemas(schema, head).flatMap((entry) => schemaNames(entry, rest) ?? []));
  const found = names.length > 0 || (head === undefined && objectShapes(schema).length > 0);
  return found ? [...new Set(names)] : undefined;
}

type Fields = Readonly<Record<PropertyKey, unknown>>;

/** The shapes of all object schemas that may apply to a value. */
function objectShapes(schema: unknown): readonly Fields[] {
  return inner(schema).flatMap(({ shape }) => (isFields(shape) ? [shape] : []));
}

/** The schemas of one entry of a list, a tuple or a record. */
function entrySchemas(schema: unknown, key: PropertyKey): readonly unknown[] {
  return inner(schema).flatMap(({ element, items, valueType }) => [
    ...(element === undefined ? [] : [element]),
    ...(Array.isArray(items) && typeof key === 'number' ? [items[key]] : []),
    ...(valueType === undefined ? [] : [valueType]),
  ]);
}

/** The definitions behind optionals, defaults, pipes and unions. */
function inner(schema: unknown): readonly Fields[] {
  const def = isFields(schema) ? schema.def : undefined;
  if (!isFields(def)) return [];
  if (Array.isArray(def.options)) return def.options.flatMap(inner);
  const wrapped = def.innerType ?? def.in;
  return wrapped === undefined ? [def] : inner(wrapped);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
