import floors from './dependency-cruiser.mjs';

/**
 * Folders inside a package, app or tool import one way, as packages do. Tests and what only they use are left out: a test may look up from
 * its folder.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-folder-cycle',
      comment: 'Two folders that need each other are one folder or hide a third.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    ...floors.options,
    exclude: { path: '\\.test\\.ts$|/src/(testing|test-support)/|/fixtures/|assembly/|generated/|node_modules/' },
  },
};
