/** The generated files by their path within the package, made in memory. */
export function generatedSources(): Readonly<Record<string, string>>;
/** Writes the generated files that differ from what is on disk. */
export function writeGeneratedSources(): Promise<void>;
