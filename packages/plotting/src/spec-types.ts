import type { TopLevelSpec } from 'vega-lite';

type Layered = Extract<TopLevelSpec, { readonly layer: unknown }>;

/** A layer of a Vega-Lite specification (the package exports only the whole). */
export type Layer = Layered['layer'][number];

type Encoding = NonNullable<Extract<Layer, { readonly mark: unknown }>['encoding']>;

/** Encoding of a position by a field. */
export type PositionField = Exclude<
  Extract<NonNullable<Encoding['y']>, { readonly impute?: unknown }>,
  { datum?: unknown }
> & {
  readonly field: string;
};

/** Encodings of the channels that distinguish series. */
export type ColorField = NonNullable<Encoding['color']>;
export type DashField = NonNullable<Encoding['strokeDash']>;
export type ShapeField = NonNullable<Encoding['shape']>;
