/**
 * The layers of packages, top to bottom. Imports run down only: a package may import from lower layers, never from its
 * own layer or above. CONTRIBUTING.md describes the same layers.
 */
const floors = [
  ['command-line'],
  ['runner', 'presets', 'study-charts'],
  ['study', 'plotting', 'sparse', 'tables'],
  ['trainer', 'onnx'],
  ['model', 'metrics'],
  ['activations', 'data', 'kernels', 'preprocessing'],
  ['random'],
  ['errors'],
];

const test = '\\.test\\.ts$';
/** Matches a package by its name or, within the workspace, by its folder. */
const folder = (names) => `(^|/)packages/(${names.join('|')})/|^@reluctant/(${names.join('|')})(/|$)`;

const floorRules = floors.flatMap((names, floor) =>
  names.map((name) => ({
    name: `floor-of-${name}`,
    comment: 'Imports run down the layers only: see CONTRIBUTING.md.',
    severity: 'error',
    from: { path: `^packages/${name}/src/`, pathNot: test },
    to: {
      path: folder(
        floors
          .slice(0, floor + 1)
          .flat()
          .filter((other) => other !== name),
      ),
    },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...floorRules,
    {
      name: 'no-cycle',
      comment: 'Modules must not import each other in a cycle: merge them or extract the shared part.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-app-import',
      comment: 'Apps are the top layer: nothing imports them.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '(^|/)apps/' },
    },
    {
      name: 'no-deep-import',
      comment: 'Import other packages by their entry points (package.json exports), never by their files.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/[^/]+/src/', pathNot: '^(packages|apps)/$2/' },
    },
    {
      name: 'tensorflow-behind-its-doors',
      comment: 'TensorFlow.js is imported only under src/tfjs/ (the /tfjs entry points and the tfjs engine).',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: `^packages/[^/]+/src/tfjs/|${test}` },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'queue-behind-its-doors',
      comment:
        'BullMQ and ioredis are optional: only packages/runner/src/queue/ (the /queue entry point) imports them.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: `^packages/runner/src/queue/|${test}` },
      to: { path: '(^|/)(bullmq|ioredis)(/|$)' },
    },
    {
      name: 'node-behind-its-doors',
      comment:
        'node: modules stay in apps, runner, tables, command-line and src/node/, so that everything else runs in a browser.',
      severity: 'error',
      from: {
        path: '^packages/(?!(?:runner|command-line|tables)/)[^/]+/src/',
        pathNot: `^packages/[^/]+/src/node/|${test}`,
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'declared',
      comment: 'A package lists its imports in its own package.json.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: test },
      to: {
        dependencyTypes: ['unknown', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: '^packages/[^/]+/dist/',
      },
    },
    {
      name: 'declared-for-users',
      comment:
        'What a published package imports is no dev dependency, unless it is bundled: apps are, Vega in plotting, pbf in onnx.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: test },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: '^packages/[^/]+/dist/|(^|/)(vega|vega-interpreter|vega-lite|pbf)(/|$)',
      },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: ['node_modules', 'dist/'] },
    // The pages of the browser tests are written as in the READMEs, with `using`, which the parser does not know.
    exclude: { path: 'assembly/|generated/|package-tests/browser-app/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
