/**
 * Exports that nothing in this repository imports and that stay for readers: a README or a page of `docs/` promises each by name. Error
 * classes need no entry: `@throws` promises them.
 */
export const promisedExports: Readonly<Record<string, readonly string[]>> = {
  '@reluctant/activations': ['relu'],
  '@reluctant/activations/tfjs': ['defineActivation', 'destochastify'],
  '@reluctant/metrics': [
    'areaUnderRoc',
    'brierScore',
    'correctClaims',
    'deadRunRate',
    'negativeLogLikelihood',
    'signedRankP',
  ],
  '@reluctant/model': ['decodeFeedForward', 'feedForwardSchema'],
  '@reluctant/model/tfjs': ['fromLayersModel'],
  '@reluctant/random': ['naturalLog'],
};
