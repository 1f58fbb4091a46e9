/** Names of the rows of a bench, in the order of the table. */
export const engineNames = {
  dense: 'onnxruntime, dense graph',
  sparse: 'onnxruntime, sparse graph',
  int8: 'onnxruntime, dynamic int8',
  ownDense: 'our kernel, dense',
  session: 'SparseSession float32',
  sync: 'SparseSession float32, runSync',
  bfloat16: 'SparseSession bfloat16',
  sessionInt8: 'SparseSession int8',
} as const;
