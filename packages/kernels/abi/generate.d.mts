/** The generated files as text, keyed by their path within the package. */
export function generatedSources(): Readonly<Record<string, string>>;
/** Writes the generated files whose content differs from the file on disk. */
export function writeGeneratedSources(): Promise<void>;
