import type { Preprocessor, Task } from '@reluctant/preprocessing';
import { exampleRow } from './example-row.js';

/** How to call the model, as paragraphs with code. */
export function usagePart(preprocessor: Preprocessor, task: Task): readonly string[] {
  const row = exampleRow(preprocessor);
  const answer = task === 'classification' ? '{ label, probabilities }' : '{ value }';
  const print = task === 'classification' ? 'label, probabilities' : 'value';
  const json = JSON.stringify(row, null, 2);
  return [
    '## How to call it',
    '`model.onnx` takes raw columns, one input [rows, 1] for each, under their names. Missing is `null` for SparseSession; in ONNX it is NaN for numbers, the empty text for texts, and −2^63 for int64 (dates in milliseconds since 1970, and very large whole numbers).',
    'On the command line:',
    fence('sh', 'reluctant-sparse predict model.onnx --data new.csv --out predictions.csv'),
    'In Node and in browsers (`npm i @reluctant/sparse`; a browser gives the address of the file in place of its path):',
    fence(
      'js',
      `import { SparseSession } from '@reluctant/sparse';

const session = await SparseSession.create('model.onnx');
const ${answer} = session.runSync(${json});
console.log(${print});`,
    ),
    'In Python (`pip install onnxruntime numpy`):',
    fence('python', pythonCode(preprocessor, row)),
  ];
}

function pythonCode({ columns }: Preprocessor, row: ReturnType<typeof exampleRow>): string {
  const fields = columns.map(({ name, kind, input }) => {
    const type = { float: 'np.float32', double: 'np.float64', int64: 'np.int64', string: 'object' }[input];
    const value = row[name] ?? null;
    const shown = kind === 'date' ? new Date(String(value)).getTime() : kind === 'boolean' ? Number(value) : value;
    const missing = { float: 'np.nan', double: 'np.nan', int64: '-(2**63)', string: '""' }[input];
    return `    ${JSON.stringify(name)}: np.array([[${shown === null ? missing : JSON.stringify(shown)}]], dtype=${type}),`;
  });
  return ['import numpy as np', 'import onnxruntime', '', 'session = onnxruntime.InferenceSession("model.onnx")']
    .concat('print(session.run(None, {', fields, '}))')
    .join('\n');
}

function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}
