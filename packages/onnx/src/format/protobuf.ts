/**
 * The imports of protobufjs, in a separate module so that `scripts/bundle-protobuf.mjs` can replace the built file by a bundle: of the 4 MB
 * that protobufjs installs, some 40 kB are used.
 */
export { Reader, util, Writer } from 'protobufjs/minimal.js';
