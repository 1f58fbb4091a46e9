/** The writer of pbf, bundled like the reader in `pbf-reader.ts`. */
export { PbfWriter } from 'pbf';
