import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** What is loaded from elsewhere, if at all: optional peers, and Node's own modules behind conditions. */
const external = ['@tensorflow/*', 'onnxruntime-*', 'node:*'];

/**
 * Bytes that a page loads before a module can run: the module and all that it imports statically, bundled and minified by
 * esbuild, each file compressed by gzip at its highest level. Chunks behind `import()` are not counted.
 *
 * @param source - an ES module that imports from packages of this workspace
 */
export async function bundledSize(source: string): Promise<number> {
  const resolveDir = fileURLToPath(new URL('..', import.meta.url));
  const { outputFiles, metafile } = await build({
    ...{ stdin: { contents: source, resolveDir }, absWorkingDir: resolveDir, outdir: 'out', external },
    ...{ bundle: true, splitting: true, minify: true, format: 'esm', platform: 'browser' },
    ...{ metafile: true, write: false, logLevel: 'silent' },
  });
  const wanted = staticFiles(metafile);
  return outputFiles
    .filter(({ path }) => [...wanted].some((name) => path.endsWith(name)))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

/** The entry and every output that it imports statically, by its path in the metafile. */
function staticFiles({ outputs }: Metafile): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const output = outputs[name];
    if (output === undefined || found.has(name)) return;
    found.add(name);
    for (const { path, kind } of output.imports) if (kind === 'import-statement') visit(path);
  };
  for (const [name, { entryPoint }] of Object.entries(outputs)) if (entryPoint === '<stdin>') visit(name);
  return found;
}
