/** A name with options as a user writes it: `name:key=value,…`, or an object with a `name` as in a YAML file. */
export type Setting = string | Readonly<Record<string, unknown>>;
