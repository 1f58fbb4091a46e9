/**
 * The imports of pbf, in a separate module so that `scripts/bundle-protobuf.mjs` can replace the built file by a bundle: users install no
 * further package.
 */
export { PbfReader, PbfWriter } from 'pbf';
