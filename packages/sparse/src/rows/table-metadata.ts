import type { ColumnKind } from '@reluctant/preprocessing';

/** What the metadata of a file say of its raw columns. */
export interface TableMetadata {
  /** Kinds of the inputs, by name. */
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  /** Further columns of the training table, which a row may hold, too. */
  readonly ignored: ReadonlySet<string>;
  /** True if labels of int64 are whole numbers that doubles hold. */
  readonly numericLabels: boolean;
}

const columnKinds: readonly string[] = ['number', 'integer', 'boolean', 'text', 'date'] satisfies ColumnKind[];

function isKind(kind: unknown): kind is ColumnKind {
  return typeof kind === 'string' && columnKinds.includes(kind);
}

/** Reads what `exportTableOnnx` wrote; nothing where a file has no such metadata, or others of these names. */
export function tableMetadata(metadata: Readonly<Record<string, string>>): TableMetadata {
  const columns = parsed(metadata.raw_columns);
  const ignored = parsed(metadata.ignored_columns);
  const target = parsed(metadata.target);
  const kinds = new Map<string, ColumnKind>();
  for (const column of Array.isArray(columns) ? columns : []) {
    const { name, kind }: { name?: unknown; kind?: unknown } = column ?? {};
    if (typeof name === 'string' && isKind(kind)) kinds.set(name, kind);
  }
  return {
    kinds,
    ignored: new Set(Array.isArray(ignored) ? ignored.filter((name) => typeof name === 'string') : []),
    numericLabels: typeof target === 'object' && target !== null && 'kind' in target && target.kind === 'number',
  };
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
