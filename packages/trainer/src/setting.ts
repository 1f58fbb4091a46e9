/** How something with options is written: `name:key=value,…`, or an object with a `name` as in a YAML file. */
export type Setting = string | Readonly<Record<string, unknown>>;
