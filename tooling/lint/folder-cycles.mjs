import floors from './dependency-cruiser.mjs';

/**
 * Folders inside a package, app or tool import one way, as packages do. Tests and modules that only tests use are left
 * out: a test may import from folders above.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-folder-cycle',
      comment: 'Folders must not import each other in a cycle: merge them or extract the shared part.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    ...floors.options,
    exclude: {
      path: '\\.test\\.ts$|/src/(testing|test-support)/|/fixtures/|assembly/|generated/|node_modules/|package-tests/browser-app/',
    },
  },
};
