import { invalidOption, optionCheck, ReluctantError } from '@reluctant/errors';
import { openSharedProgram, type SharedProgram, type SparseStage, shareSparseProgram } from '@reluctant/kernels/sparse';
import { type ChainStep, decodeModelFile, type OnnxPlan, planOnnx } from '@reluctant/onnx';
import { Chain, queueOf } from './chain.js';
import { type ModelSource, readExternalFiles } from './model-source.js';
import { PlanSession } from './plan-session.js';
import type { Platform } from './platform.js';
import { checkLimits } from './session-options.js';
import type { SharedModel, ShareOptions, SparseSession, SparseSessionOptions } from './sparse-session.js';
import { stagesOf } from './stages-of.js';

/** What a {@link SharedModel} is made of. All of it can be posted to workers. */
interface SharedParts extends SharedModel {
  readonly program: SharedProgram;
  readonly plan: Omit<OnnxPlan, 'steps'>;
  readonly step: ChainStep;
}

const checkNames = optionCheck<ShareOptions>('SparseSession.share', {
  sessions: true,
  precision: true,
  limits: true,
  externalData: true,
  freeDimensionOverrides: true,
});

/** Sessions that can be open at the same time, unless the caller says. */
const usualSessions = 8;

/**
 * Reads a model into memory that workers share.
 *
 * @throws ReluctantError as `SparseSession.create`; `unsupported` if the graph is not one chain of layers
 */
export async function shareModel(platform: Platform, source: ModelSource, options: ShareOptions): Promise<SharedModel> {
  checkNames(options);
  const { sessions = usualSessions, precision = 'float32', limits, externalData, freeDimensionOverrides } = options;
  checkLimits(limits);
  if (typeof SharedArrayBuffer === 'undefined')
    throw new ReluctantError('unsupported', 'memory cannot be shared here: the page is not cross-origin isolated');
  if (!Number.isInteger(sessions) || sessions < 1 || sessions > 64)
    throw invalidOption('sessions', 'a whole number from 1 to 64', sessions);
  // Copied, because the caller may reuse the buffer while other files are read.
  const bytes = source instanceof Uint8Array ? source.slice() : await platform.read(source);
  const file = decodeModelFile(bytes, limits);
  const externalFiles = await readExternalFiles(platform, source, file.externalFiles, externalData);
  const { steps, ...plan } = planOnnx(file, { externalFiles, dimensions: freeDimensionOverrides ?? {} });
  const [step] = steps;
  if (step?.kind !== 'chain' || steps.length > 1 || plan.outputs.some(({ source: from }) => from !== step.output)) {
    const other = steps.find(({ kind }) => kind === 'operator');
    const what = other?.kind === 'operator' ? `it has ${other.name}` : 'it has several outputs';
    throw new ReluctantError('unsupported', `a model that is shared must be one chain of layers, but ${what}`);
  }
  const program = await shareSparseProgram(stagesOf(step), { precision, programs: sessions });
  const { byteLength: memoryBytes } = program.memory.buffer;
  const parts: SharedParts = {
    ...{ kind: 'reluctant-shared-model', sessions, precision, memoryBytes },
    ...{ program, plan, step: { ...step, layers: [] } },
  };
  return parts;
}

/** Opens a session on shared weights: one thread, and no onnxruntime, which would hold weights of its own. */
export function openShared(platform: Platform, model: SharedModel, options: SparseSessionOptions): SparseSession {
  // Only shareModel makes such objects.
  const { program: shared, plan, step, precision } = model as SharedParts;
  if ((options.threads ?? 1) !== 1)
    throw invalidOption('threads', '1: each worker is a thread of a shared model', options.threads);
  if ((options.precision ?? precision) !== precision)
    throw invalidOption('precision', `'${precision}', that of the shared model`, options.precision);
  const notices: string[] = [];
  const program = openSharedProgram(shared, platform.mayBlock);
  const none = { weight: new Float32Array() };
  const stages = shared.shapes.map(
    (shape): SparseStage => ({ ...shape, ...none, ...(shape.activation === 'gated' && { up: none }) }),
  );
  const notice = (sentence: string): void => void notices.push(sentence);
  const chain = new Chain(stages, program, [], queueOf(program, { platform, options, notice }), undefined);
  return new PlanSession({ plan, steps: [{ ...step, chain }], precision, notices, origin: 'the shared model' });
}
