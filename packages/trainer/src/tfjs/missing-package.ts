/** Whether an import failed because a package is not installed: the codes of `import` and of `require`. */
export function isMissingPackage(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')
  );
}

/**
 * The lines of npm and pnpm that install packages of TensorFlow.js, in the major version that the peer dependencies
 * name.
 */
export function installLines(packages: readonly string[]): string {
  const names = packages.map((name) => `${name}@4`).join(' ');
  return `npm install ${names}, or pnpm add ${names}`;
}
