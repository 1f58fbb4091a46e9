import { invalidOption, optionCheck, ReluctantError } from '@reluctant/errors';
import { openSharedProgram, type SharedProgram, shareSparseProgram } from '@reluctant/kernels/shared';
import type { SparseProgram, SparseStage } from '@reluctant/kernels/sparse';
import * as operators from '@reluctant/onnx/operators';
import { type ChainStep, decodeModelFile, type OnnxPlan, planOnnx } from '@reluctant/onnx/plan';
import { Chain, couldNot } from './chain.js';
import { readExternalFiles } from './external-files.js';
import type { ModelSource } from './model-source.js';
import { queueOf } from './open-queue.js';
import { PlanSession } from './plan-session.js';
import type { Platform } from './platform.js';
import { RowInterface } from './rows/row-interface.js';
import { checkLimits } from './session-options.js';
import type { SharedModel, ShareOptions, SparseSession, SparseSessionOptions } from './sparse-session.js';
import { stagesOf } from './stages-of.js';

/** What a {@link SharedModel} is made of. All of it can be posted to workers. */
interface SharedParts extends SharedModel {
  readonly plan: Omit<OnnxPlan, 'steps'>;
  /** Chains without weights, each with its program. */
  readonly chains: readonly { readonly step: ChainStep; readonly program: SharedProgram }[];
}

const checkNames = optionCheck<ShareOptions>('SparseSession.share', {
  sessions: true,
  precision: true,
  certify: true,
  limits: true,
  externalData: true,
  freeDimensionOverrides: true,
});

/** Sessions that can be open at the same time, unless the caller says. */
const usualSessions = 8;

/**
 * Reads a model into memory that workers share.
 *
 * @param source - of bytes that nobody changes
 * @throws ReluctantError as `SparseSession.create`; `unsupported` if the graph has other operators than layers
 */
export async function shareModel(platform: Platform, source: ModelSource, options: ShareOptions): Promise<SharedModel> {
  checkNames(options);
  const { sessions = usualSessions, precision = 'float32', certify = true } = options;
  const { limits, externalData, freeDimensionOverrides } = options;
  if (typeof certify !== 'boolean') throw invalidOption('certify', 'true or false', certify);
  checkLimits(limits);
  if (typeof SharedArrayBuffer === 'undefined')
    throw new ReluctantError('unsupported', 'memory cannot be shared here: the page is not cross-origin isolated');
  if (!Number.isInteger(sessions) || sessions < 1 || sessions > 64)
    throw invalidOption('sessions', 'a whole number from 1 to 64', sessions);
  const bytes = source instanceof Uint8Array ? source : await platform.read(source);
  const file = decodeModelFile(bytes, limits);
  const externalFiles = await readExternalFiles(platform, source, file.externalFiles, externalData);
  const { steps, ...plan } = planOnnx(file, { externalFiles, dimensions: freeDimensionOverrides ?? {}, operators });
  const other = steps.find((step) => step.kind === 'operator');
  if (other !== undefined || steps.length === 0) {
    const what = other === undefined ? 'it has none' : `it has ${other.name}, which cannot be posted to workers`;
    throw new ReluctantError('unsupported', `a model that is shared must be layers only, but ${what}`);
  }
  const chains = await Promise.all(
    steps
      .filter((step) => step.kind === 'chain')
      .map(async (step) => ({
        step: { ...step, layers: [] },
        program: await shareSparseProgram(stagesOf(step), { precision, certify, programs: sessions }),
      })),
  );
  const memoryBytes = chains.reduce((sum, { program }) => sum + program.memory.buffer.byteLength, 0);
  const parts: SharedParts = { kind: 'reluctant-shared-model', sessions, precision, memoryBytes, plan, chains };
  return parts;
}

/** Opens a session on shared weights: one thread, and no onnxruntime, which would hold weights of its own. */
export function openShared(platform: Platform, model: SharedModel, options: SparseSessionOptions): SparseSession {
  // Only shareModel makes such objects.
  const { chains, plan, precision } = model as SharedParts;
  if ((options.threads ?? 1) !== 1)
    throw invalidOption('threads', '1: each worker is a thread of a shared model', options.threads);
  if ((options.precision ?? precision) !== precision)
    throw invalidOption('precision', `'${precision}', that of the shared model`, options.precision);
  if (options.certify !== undefined)
    throw invalidOption('certify', 'absent: SparseSession.share decides it for a shared model', options.certify);
  const notices: string[] = [];
  const notice = (sentence: string): void => void notices.push(sentence);
  const programs: SparseProgram[] = [];
  try {
    for (const { program } of chains) programs.push(openSharedProgram(program, platform.mayBlock));
  } catch (error) {
    // Gives back the places of the chains before the one that has none.
    for (const program of programs) program.stop();
    throw error;
  }
  const steps = chains.flatMap(({ step, program: { shapes } }, index) => {
    const program = programs[index];
    if (program === undefined) return [];
    return [
      {
        ...step,
        chain: new Chain(
          stagesFrom(shapes),
          program,
          [],
          queueOf(program, { platform, options, notice }, couldNot),
          platform.nextTurn,
          undefined,
        ),
      },
    ];
  });
  const { Tensor } = platform;
  return new PlanSession({ plan, steps, precision, notices, origin: 'the shared model', Tensor, RowInterface });
}

/** Stages without weights. */
function stagesFrom(shapes: SharedProgram['shapes']): readonly SparseStage[] {
  const none = { weight: new Float32Array() };
  return shapes.map((shape): SparseStage => ({ ...shape, ...none, ...(shape.activation === 'gated' && { up: none }) }));
}
