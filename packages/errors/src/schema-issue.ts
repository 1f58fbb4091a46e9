/**
 * An issue of zod 4: the fields of all kinds of issues, each present only in some. Structural, so that this package
 * does not depend on zod and accepts issues of any copy of it.
 */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** `invalid_type`: the name of the expected type. */
  readonly expected?: unknown;
  /** `too_small` and `too_big`: the kind of value (`number`, `string`, `array`, …) and the bound. */
  readonly origin?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly inclusive?: boolean | undefined;
  readonly exact?: boolean | undefined;
  /** `not_multiple_of`. */
  readonly divisor?: number | bigint | undefined;
  /** `invalid_format`. */
  readonly format?: string | undefined;
  /** `invalid_value`: the values allowed. */
  readonly values?: readonly unknown[] | undefined;
  /** `unrecognized_keys`. */
  readonly keys?: readonly string[] | undefined;
  /** `invalid_union`: the issues of each member. With a discriminator: no issues, but its allowed values. */
  readonly errors?: readonly (readonly SchemaIssue[])[] | undefined;
  readonly options?: readonly unknown[] | undefined;
  /** `invalid_key` and `invalid_element`: the issues of the key or element. */
  readonly issues?: readonly SchemaIssue[] | undefined;
}

/** The part of a zod 4 schema that this package uses. */
export interface Schema<Output> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Output }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}
