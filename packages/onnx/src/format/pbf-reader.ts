/**
 * The reader of pbf, in a module of its own so that `scripts/bundle-protobuf.mjs` can replace the built file by a bundle: users install no
 * further package, and pages that write no files load no writer.
 */
export { PbfReader } from 'pbf';
