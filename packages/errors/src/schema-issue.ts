/**
 * What is wrong with a value, as zod 4 tells it: the fields of all its kinds of issues, each there only in some. Structural, so
 * that this package needs no zod and takes the issues of any copy of it.
 */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** `invalid_type`: the name of the type. */
  readonly expected?: unknown;
  /** `too_small` and `too_big`: what is too small (`number`, `string`, `array`, …), and the bound. */
  readonly origin?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly inclusive?: boolean | undefined;
  readonly exact?: boolean | undefined;
  /** `not_multiple_of`. */
  readonly divisor?: number | bigint | undefined;
  /** `invalid_format`. */
  readonly format?: string | undefined;
  /** `invalid_value`: the values that are allowed. */
  readonly values?: readonly unknown[] | undefined;
  /** `unrecognized_keys`. */
  readonly keys?: readonly string[] | undefined;
  /** `invalid_union`: the issues of each member; with a discriminator none, but the values that it may have. */
  readonly errors?: readonly (readonly SchemaIssue[])[] | undefined;
  readonly options?: readonly unknown[] | undefined;
  /** `invalid_key` and `invalid_element`: what is wrong with the key or element. */
  readonly issues?: readonly SchemaIssue[] | undefined;
}

/** What a schema of zod 4 can do, as far as it is needed here. */
export interface Schema<Output> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Output }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}
