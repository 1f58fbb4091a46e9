import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * What bundles contain, as the bundler tells it.
 *
 * @param {readonly { moduleIds: string[], imports: string[], dynamicImports: string[], fileName: string }[]} chunks
 * @param {string} root - folder of the package that the bundles belong to
 * @param {readonly string[]} [loadedByName] - modules imported by names that the bundler does not see
 * @returns `listing`: name → version of all packages in the bundles, that of the root included, and the modules
 *   imported from outside; `thirdParty`: name, version, licence and its text of those that are not of this repository
 */
export function bundledPackages(chunks, root, loadedByName = []) {
  const own = readPackage(root);
  const packages = new Map([[own.folder, own]]);
  for (const { moduleIds } of chunks) {
    for (const id of moduleIds) {
      // The bundler's own helpers have no file.
      const folder = id.startsWith('\0') ? undefined : packageFolder(dirname(id.replace(/\?.*$/, '')));
      if (folder !== undefined && !packages.has(folder)) packages.set(folder, readPackage(folder));
    }
  }
  const files = new Set(chunks.map(({ fileName }) => fileName));
  const outside = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
  const external = [...outside.filter((id) => !files.has(id) && !isBuiltin(id)), ...loadedByName];
  // A package of this repository may be bundled itself: what it contains is in this bundle, too.
  const nested = [...packages.values()].filter((one) => one !== own).flatMap(({ folder }) => readContents(folder));
  const ours = [...packages.values()].filter(({ name }) => isOurs(name));
  const others = [...packages.values()].filter(({ name }) => !isOurs(name)).map(withLicence);
  const thirdParty = new Map([...nested, ...others].map((one) => [`${one.name}@${one.version}`, one]));
  const all = [...ours, ...thirdParty.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    listing: {
      bundled: Object.fromEntries(all.map(({ name, version }) => [name, version])),
      external: [...new Set(external)].toSorted(),
    },
    thirdParty: [...thirdParty.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/**
 * Writes what bundles contain beside them: versions for the program, licences for people, both for a bundle around this
 * one.
 */
export function writeContents(folder, { listing, thirdParty }) {
  writeFileSync(join(folder, 'bundled-packages.json'), `${JSON.stringify(listing, null, 2)}\n`);
  writeFileSync(join(folder, licenceFile), licenceTexts(thirdParty));
}

const licenceFile = 'THIRD-PARTY-LICENSES.txt';
const rule = `\n${'-'.repeat(80)}\n\n`;

/** Licences, each text once, below the packages that it is the licence of. */
function licenceTexts(packages) {
  const byText = new Map();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const texts = [...byText].map(
    ([text, under]) =>
      `${under.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join('\n')}\n\n${text}\n`,
  );
  return ['The files in this folder contain code of the packages below.\n', ...texts].join(rule);
}

/** The third-party packages of {@link writeContents}, read back; none if the package is not bundled. */
function readContents(folder) {
  const path = join(folder, 'dist', licenceFile);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split(rule)
    .slice(1)
    .flatMap((section) => {
      const end = section.indexOf('\n\n');
      const heads = section.slice(0, end).split('\n');
      const text = section.slice(end + 2).trimEnd();
      return heads.map((head) => {
        const [, name, version, licence] = /^(\S+) (\S+) \((.*)\)$/.exec(head) ?? [];
        return { name, version, licence, text };
      });
    });
}

/**
 * @throws Error for a package without a licence file: it must not be bundled
 */
function withLicence({ name, version, licence, folder }) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)([.-]|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} ${version} has no licence file in ${folder}`);
  return { name, version, licence, text: readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim() };
}

function isOurs(name) {
  return name.startsWith('@reluctant/');
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name, version, licence: license, folder: realpathSync(folder) };
}

/** The folder of the nearest manifest that has a name: some packages put a nameless one beside each module format. */
function packageFolder(folder) {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const path = join(at, 'package.json');
    if (existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).name !== undefined) return at;
  }
  return undefined;
}

function isBuiltin(id) {
  return id.startsWith('node:') || builtinModules.includes(id);
}
