import { bundleApp } from '@reluctant/bundling';

await bundleApp({
  root: new URL('../', import.meta.url),
  entries: { main: 'src/main.ts', 'plot-main': 'src/plots/plot-main.ts' },
  workers: { worker: import.meta.resolve('@reluctant/runner/worker') },
  // Loaded on first use.
  external: ['yaml'],
});
