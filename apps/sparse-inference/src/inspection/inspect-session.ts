import { measureReadBandwidth } from '@reluctant/kernels/sparse';
import type { SessionLayer, SparseSession } from '@reluctant/sparse';
import type { SessionFeeds } from './session-feeds.js';

/** One layer of a model with what its rows need. */
export interface InspectedLayer extends SessionLayer {
  /** Number of its chain, from 1 on. */
  readonly chain: number;
  readonly weights: number;
  /** Share of its outputs that are exactly zero, on the given inputs; null where it was not measured. */
  readonly zeros: number | null;
  /** Bytes of float32 weights that one row needs; of a layer whose zeros are certified, also of their int8 copy. */
  readonly needed_bytes: number;
}

/** What `inspect` finds. */
export interface Inspection {
  readonly engine: 'sparse' | 'onnxruntime';
  readonly reason: string;
  /** Nodes that are computed one by one. */
  readonly operators: readonly string[];
  readonly layers: readonly InspectedLayer[];
  /** Calls that were measured. */
  readonly calls: number;
  readonly weight_bytes: number;
  readonly needed_bytes: number;
  /** Microseconds that reading all weights takes on one thread, and reading the needed ones. */
  readonly dense_bound_us: number | null;
  readonly bound_us: number | null;
  readonly verdict: string;
}

/** Share of the weights from which on skipping is not worth it: a kernel that skips reads a little slower. */
const worthBelow = 0.75;
/** Nets with fewer bytes of weights take microseconds anyway. */
const smallBytes = 2 ** 18;

/** Bytes of the int8 copy that certifies zeros, with its scales and norms, of those of the float32 weights. */
const screenShare = 0.26;

/** Runs the feeds and reports layers, zeros, bytes, the bound that they give, and whether skipping is worth it. */
export async function inspectSession(session: SparseSession, feeds: readonly SessionFeeds[]): Promise<Inspection> {
  const { info } = session;
  for (const feed of feeds) await session.run(feed);
  const layers = inspectedLayers(session);
  const total = layers.reduce((sum, { weights }) => sum + 4 * weights, 0);
  const needed = layers.reduce((sum, { needed_bytes }) => sum + needed_bytes, 0);
  const bandwidth =
    total === 0 ? undefined : await measureReadBandwidth({ bytes: Math.max(2 ** 20, Math.min(2 ** 28, total)) });
  return {
    ...{ engine: info.engine, reason: info.reason, layers, calls: feeds.length },
    operators: info.steps.flatMap((step) => (step.kind === 'operator' ? [step.name] : [])),
    ...{ weight_bytes: total, needed_bytes: needed },
    dense_bound_us: bandwidth === undefined ? null : (1e6 * total) / bandwidth.streams,
    bound_us: bandwidth === undefined ? null : (1e6 * needed) / bandwidth.streams,
    verdict: verdictOf(info.engine, info.narrow, total, needed),
  };
}

function inspectedLayers({ info, densities = [] }: SparseSession): readonly InspectedLayer[] {
  let place = 0;
  return info.steps
    .filter((step) => step.kind === 'chain')
    .flatMap(({ layers }, chain) => {
      // Of each chain the densities of its input, then of every layer.
      const own = densities.slice(place, place + layers.length + 1);
      place += layers.length + 1;
      return layers.map((layer, index): InspectedLayer => {
        const before = layers[index - 1]?.activation;
        const listed = before === 'relu' || before === 'gated' ? known(own[index]) : 1;
        // Without rows that were screened nothing is known about candidates.
        const screened = layer.screen?.pays === true && layer.screen.units > 0 ? layer.screen : undefined;
        const read = screened === undefined ? listed : screenShare + screened.candidates;
        const after = own[index + 1];
        const size = 4 * layer.inputs * layer.outputs;
        const up = layer.activation === 'gated' ? known(after) : 0;
        return {
          ...layer,
          chain: chain + 1,
          weights: layer.inputs * layer.outputs * (layer.activation === 'gated' ? 2 : 1),
          zeros: after === undefined || Number.isNaN(after) ? null : 1 - after,
          needed_bytes: size * (read + up),
        };
      });
    });
}

/** A density, 1 where it was not measured. */
function known(density: number | undefined): number {
  return density === undefined || Number.isNaN(density) ? 1 : density;
}

function verdictOf(engine: Inspection['engine'], narrow: boolean, total: number, needed: number): string {
  if (engine === 'onnxruntime') return 'Not worth it: onnxruntime runs this model as a whole, and nothing is skipped.';
  if (total === 0) return 'Not worth it: the model has no layers whose weights could be skipped.';
  if (narrow || total < smallBytes)
    return 'Hardly worth it: the net is so small that nothing need be skipped; what is saved is the cost of a call.';
  const share = needed / total;
  const text = `${Math.round(100 * share)} % of the weights`;
  if (share >= worthBelow) return `Not worth it: a row needs ${text}, because few units are zero on these inputs.`;
  return `Worth it for single rows: a row needs ${text}. From some batch size on a dense product is faster.`;
}
