/**
 * The writer of pbf, in a module of its own so that `scripts/bundle-protobuf.mjs` can replace the built file by a
 * bundle: users install no further package.
 */
export { PbfWriter } from 'pbf';
