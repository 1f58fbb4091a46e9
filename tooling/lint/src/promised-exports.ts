/**
 * Exports that nothing in this repository imports but that a README or a page of `docs/` documents by name. Error
 * classes need no entry: `@throws` documents them.
 */
export const promisedExports: Readonly<Record<string, readonly string[]>> = {
  '@reluctant/activations': ['relu'],
  '@reluctant/activations/tfjs': ['defineActivation', 'destochastify'],
  '@reluctant/metrics': ['areaUnderRoc', 'brierScore', 'correctClaims', 'signedRankP'],
  '@reluctant/model': ['decodeFeedForward', 'feedForwardSchema', 'float32Data'],
  '@reluctant/model/tfjs': ['fromLayersModel'],
  '@reluctant/onnx': ['loadOperators', 'planOnnx'],
  '@reluctant/plotting/node': ['missingGlyphs'],
  '@reluctant/random': ['naturalLog'],
};
