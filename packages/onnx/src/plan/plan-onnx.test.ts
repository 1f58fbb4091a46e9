import { ReluctantError } from '@reluctant/errors';
import { describe, expect, it } from 'vitest';
import { model, node, tensor } from '../../fixtures/broken-models.js';
import { encodeModel } from '../format/encode-model.js';
import type { GraphMessage } from '../format/messages.js';
import { loadOperators } from './load-operators.js';
import { decodeModelFile, type ModelFile } from './model-file.js';
import type { OnnxPlan } from './onnx-plan.js';
import * as operators from './operator-nodes.js';
import { planOnnx } from './plan-onnx.js';

const fileOf = (changes: Partial<GraphMessage>): ModelFile => decodeModelFile(encodeModel(model(changes)));
const planOf = (changes: Partial<GraphMessage>): OnnxPlan => planOnnx(fileOf(changes), { operators });
const weights = ['w0', 'w1', 'w2', 'w3'].map((name) => tensor(name));
/** Steps as texts: `0→1 relu,none` for a chain, the operator's name for another node. */
const stepsOf = ({ steps }: OnnxPlan): string[] =>
  steps.map((step) =>
    step.kind === 'chain'
      ? `${step.input}→${step.output} ${step.layers.map(({ activation }) => activation)}`
      : (/\((.*)\)/.exec(step.name)?.[1] ?? ''),
  );
const layer = (from: string, weight: string, to: string) => [
  node('Gemm', [from, weight], `${to}.z`, { name: to }),
  node('Relu', [`${to}.z`], to),
];

describe('planOnnx', () => {
  it('takes a whole multilayer perceptron as one chain', () => {
    expect(stepsOf(planOf({}))).toEqual(['0→1 relu,none']);
  });

  it('cuts a chain where two layers, an operator or an output read a value, and nowhere else', () => {
    const heads = [...layer('x', 'w0', 'a'), ...layer('a', 'w1', 'b'), node('Gemm', ['b', 'w2'], 'y')];
    const second = node('Gemm', ['b', 'w3'], 'y2');
    const output = (name: string) => ({ name });
    const graph = { initializer: weights, node: [...heads, second], output: [output('y'), output('y2')] };
    expect(stepsOf(planOf(graph)).sort()).toEqual(['0→1 relu,relu', '1→2 none', '1→3 none']);
    expect(stepsOf(planOf({ ...graph, output: [output('y')] }))).toEqual(['0→1 relu,relu,none']);
    expect(stepsOf(planOf({ ...graph, output: [output('y'), output('a')] }))).toEqual(['0→1 relu', '1→2 relu,none']);
    const residual = [...layer('x', 'w0', 'a'), ...layer('a', 'w1', 'b'), node('Gemm', ['b', 'w2'], 'c')];
    const sum = [node('Add', ['a', 'c'], 's'), node('Gemm', ['s', 'w3'], 'y')];
    expect(stepsOf(planOf({ initializer: weights, node: [...residual, ...sum] }))).toEqual([
      '0→1 relu',
      '1→2 relu,none',
      'Add',
      '3→4 none',
    ]);
  });

  it('computes half of a product that no node completes as an operator', () => {
    const nodes = [node('Gemm', ['x', 'w0'], 'z'), node('Sigmoid', ['z'], 's'), node('Gemm', ['s', 'w1'], 'y')];
    expect(stepsOf(planOf({ node: nodes }))).toEqual(['0→1 none', 'Sigmoid', '2→3 none']);
    const named = [...nodes.slice(0, 2), node('Identity', ['s'], 'y')];
    expect(stepsOf(planOf({ node: named }))).toEqual(['0→1 none', 'Sigmoid']);
    const silu = [...nodes.slice(0, 2), node('Mul', ['s', 'z'], 'h'), node('Gemm', ['h', 'w1'], 'y')];
    expect(stepsOf(planOf({ node: silu }))).toEqual(['0→1 silu,none']);
  });

  it('needs operators for nodes that are not layers, and for no others', async () => {
    const gate = [...layer('x', 'w0', 'g'), node('MatMul', ['x', 'w1'], 'u'), node('Mul', ['g', 'u'], 'h')];
    const gated = [...gate, node('MatMul', ['h', 'w2'], 'y')];
    const silu = [node('Gemm', ['x', 'w0'], 'z'), node('Sigmoid', ['z'], 's'), node('Mul', ['s', 'z'], 'y')];
    const named = [...layer('x', 'w0', 'a'), node('Identity', ['a'], 'b'), node('MatMul', ['b', 'w1'], 'y')];
    for (const layers of [gated, silu, named]) {
      const graph = { initializer: weights, node: layers };
      expect(planOnnx(fileOf(graph))).toEqual(planOf(graph));
    }
    const softmax = [...layer('x', 'w0', 'a'), node('Softmax', ['a'], 'y')];
    // Layers by their operators, but not by their inputs: constants, and no layer before.
    const folded = [node('Add', ['w0', 'w1'], 'w'), node('MatMul', ['x', 'w'], 'y')];
    const alone = [node('Relu', ['x'], 'y')];
    const half = [node('Gemm', ['x', 'w0'], 'z'), node('Sigmoid', ['z'], 'y')];
    for (const others of [softmax, folded, alone, half]) {
      const graph = { initializer: weights, node: others };
      expect(planOnnx(fileOf(graph))).toBeUndefined();
      const loaded = planOnnx(fileOf(graph), { operators: await loadOperators() });
      expect(stepsOf(loaded)).toEqual(stepsOf(planOf(graph)));
    }
  });

  it('computes what only constants make when it plans', () => {
    const nodes = [
      node('Add', ['w0', 'w1'], 'sum'),
      node('MatMul', ['sum', 'w1'], 'product'),
      node('MatMul', ['x', 'product'], 'y'),
    ];
    const plan = planOf({ node: nodes });
    expect(stepsOf(plan)).toEqual(['0→1 none']);
    const [step] = plan.steps;
    // [[2, 4], [6, 8]] · [[1, 2], [3, 4]], transposed.
    expect(step?.kind === 'chain' && step.layers[0]?.kind === 'dense' && step.layers[0].linear.weight).toEqual(
      Float32Array.of(14, 30, 20, 44),
    );
  });

  it('leaves out a bias that beta multiplies by 0, whatever it holds', () => {
    const bias = { ...tensor('c'), rawData: new Uint8Array(Float32Array.of(Number.NaN, 0, 0, 0).buffer) };
    const gemm = node('Gemm', ['x', 'w0', 'c'], 'y', { attribute: [{ name: 'beta', type: 1, f: 0 }] });
    const [step] = planOf({ initializer: [...weights, bias], node: [gemm] }).steps;
    expect(step?.kind === 'chain' && step.layers[0]?.kind === 'dense' && 'bias' in step.layers[0].linear).toBe(false);
    expect(step?.kind).toBe('chain');
  });

  it('turns an input by a Transpose of its own where a Gemm asks for it', () => {
    const turned = node('Gemm', ['x', 'w0'], 'y', { attribute: [{ name: 'transA', type: 2, i: 1 }] });
    expect(stepsOf(planOf({ node: [turned] }))).toEqual(['Transpose', '1→2 none']);
  });

  it('names the first node that it does not know, before it reads weights', () => {
    const unknown = [node('Gemm', ['x', 'missing'], 'z'), node('Einsum', ['z'], 'y', { name: 'sum' })];
    expect(() => planOf({ node: unknown })).toThrow("node 'sum' (Einsum): this operator is not supported");
    const types = [node('Cast', ['x'], 'y', { attribute: [{ name: 'to', type: 2, i: 12 }] })];
    expect(() => planOf({ node: types })).toThrow("node 'the_cast' (Cast): it casts float32 to uint32");
    expect(() => planOf({ node: [node('Reshape', ['x'], 'y')] })).toThrow('(Reshape): input 1 is missing');
  });

  it('is slow where it multiplies in plain loops, or layers read an activation that skips nothing', () => {
    const hidden = (...behind: readonly string[]) =>
      planOf({
        node: [
          node('Gemm', ['x', 'w0'], 'z'),
          node('Erf', ['z'], 'e'),
          ...behind.map((w) => node('Gemm', ['e', w], 'y')),
        ],
      }).slow;
    expect(hidden('w1')).toBe("node 'the_erf' (Erf): an activation that skips nothing");
    expect(planOf({ node: [node('Gemm', ['x', 'w0'], 'z'), node('Erf', ['z'], 'y')] }).slow).toBeUndefined();
    expect(planOf({ node: [node('MatMul', ['x', 'x'], 'y')] }).slow).toMatch(/^node 'the_matmul' .*: a product that/);
    expect(planOf({}).slow).toBeUndefined();
  });

  it('says that a part of a sparse product cannot stand by itself', () => {
    const nodes = [...layer('x', 'w0', 'a'), node('NonZero', ['a'], 'y')];
    expect(() => planOf({ node: nodes })).toThrow(ReluctantError);
  });

  it('refuses files with more numbers than the limit, used or not', () => {
    const file = encodeModel(model({ initializer: weights }));
    expect(() => decodeModelFile(file, { maxParameters: 15 })).toThrow('have 16 numbers, more than the limit of 15');
    expect(decodeModelFile(file, { maxParameters: 16 }).graph.node).toHaveLength(3);
  });
});
