import { type ProgramOptions, type ProgramResult, runProgram } from '@reluctant/testing';

const main = new URL('../../dist/main.js', import.meta.url);

/** Runs the built program in a directory. */
export function runSparseCli(
  cwd: string,
  command: string,
  options: Omit<ProgramOptions, 'cwd'> = {},
): Promise<ProgramResult> {
  return runProgram(main, command === '' ? [] : command.split(' '), { cwd, ...options });
}

/** Settings of a very short training. */
export const smallTraining = '--width 40 --n_layers 2 --epochs 4 --n_samples 600 --n_features 12';

/** An environment in which onnxruntime-node is not found, as if it were not installed. */
export const withoutOnnxRuntime: Readonly<Record<string, string>> = {
  NODE_OPTIONS: `--import ${dataUrl(`
    import { register } from 'node:module';
    register(${JSON.stringify(
      dataUrl(`export async function resolve(name, context, next) {
        if (name === 'onnxruntime-node')
          throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
        return next(name, context);
      }`),
    )});
  `)}`,
};

function dataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
