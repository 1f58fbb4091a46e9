/**
 * Generates both sides of the kernels' binary interface from its schema: AssemblyScript in assembly/generated,
 * TypeScript in src/generated. The results are committed; src/abi/generated.test.ts fails if one is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { purposes as purposeCodes } from '@reluctant/random';
import * as sparse from './sparse.mjs';
import * as training from './training.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const sizes = { i32: 4, u32: 4, usize: 4, f32: 4, f64: 8 };

export function generatedSources() {
  return {
    'assembly/generated/training.ts': trainingKernels(),
    'src/generated/training-abi.ts': trainingHost(),
    'assembly/generated/sparse.ts': sparseKernels(),
    'src/generated/sparse-abi.ts': sparseHost(),
  };
}

export async function writeGeneratedSources() {
  for (const [path, text] of Object.entries(generatedSources())) {
    const before = await readFile(`${root}/${path}`, 'utf8').catch(() => undefined);
    if (before !== text) await writeFile(`${root}/${path}`, text);
  }
}

function trainingKernels() {
  return file('training', [
    structure(
      'Program',
      training.program,
      'The descriptor of a program. All pointers are byte addresses in its own memory.',
    ),
    structure('Layer', training.layer, 'The descriptor of one layer.'),
    ...record('result', training.results).kernels,
    ...record('statistics', training.statistics).kernels,
    ...training.constants.map(([name, type, value, text]) => kernelConstant(name, type, value, text)),
    ...Object.values(training.enumerations).map((names) => kernelCodes(names)),
    lines(
      Object.entries(training.purposes).map(([purpose, name]) => {
        const code = purposeCodes[purpose];
        if (code === undefined) throw new Error(`@reluctant/random has no purpose '${purpose}'`);
        return `export const ${name}: u32 = ${code};`;
      }),
    ),
  ]);
}

function trainingHost() {
  return file('training', [
    ...hostStructure('program', training.program),
    ...hostStructure('layer', training.layer),
    ...record('result', training.results).host,
    ...record('statistics', training.statistics).host,
    ...training.constants.map(([name, , value, text]) => hostConstant(name, value, text)),
    ...Object.entries(training.enumerations).map(([name, names]) => hostCodes(name, names)),
    `${comment('Tensors of a layer in the order of the flat parameter vector.')}export const tensorSchema = ${JSON.stringify(training.parameterTensors, undefined, 2)} as const;`,
  ]);
}

function sparseKernels() {
  const rows = accumulate(sparse.stageBuffer);
  const scratch = accumulate(sparse.scratch);
  return file('sparse', [
    ...record('screenHead', sparse.screenHead).kernels,
    ...record('screenState', sparse.screenState).kernels,
    lines([
      '/** Address of the control words of this instance: programs of one memory share stages and weights, not these. */',
      `let control: usize = ${sparse.controlAddress};`,
      'export function setControl(address: usize): void { control = address; }',
    ]),
    ...withOffsets(sparse.control)
      .filter(({ reserved }) => !reserved)
      .map(controlAccessor),
    lines([
      `const STAGES: usize = ${sparse.stagesAddress};`,
      `const STAGE_BYTES: usize = ${sparse.stageBytes};`,
      '@inline export function stageAt(index: i32): usize { return STAGES + <usize>index * STAGE_BYTES; }',
    ]),
    ...withOffsets(sparse.stage).map(
      ({ name, accessor = name, type, offset, comment: text }) =>
        `${comment(text)}@inline export function ${accessor}(stage: usize): ${type} { return load<${loaded(type)}>(stage, ${offset}); }`,
    ),
    ...Object.values(sparse.enumerations).map((names) => kernelCodes(names, ': i32')),
    lines([
      '/** Bytes of one weight as a power of two. */',
      ...Object.entries(sparse.weightBytes).map(
        ([precision, bytes]) =>
          `export const ${sparse.enumerations.precision[precision]}_SHIFT: usize = ${Math.log2(bytes)};`,
      ),
    ]),
    ...sparse.constants.map(([, name, type, value, text]) => kernelConstant(name, type, value, text)),
    ...rows.parts.map(([name, at, text]) =>
      kernelConstant(`${name}_ROW`, 'i32', at, `Row of a stage buffer where this begins. ${text}`),
    ),
    kernelConstant('STAGE_BUFFER_ROWS', 'i32', rows.total, 'Rows of a stage buffer before the counts.'),
    ...scratch.parts.map(([name, at, text]) =>
      kernelConstant(`${name}_PER_WIDTH`, 'usize', at, `Behind the head of the scratch, times the width. ${text}`),
    ),
  ]);
}

function sparseHost() {
  return file('sparse', [
    hostConstant('controlAddress', sparse.controlAddress, 'Address of the control words.'),
    hostOffsets(
      'controlOffsets',
      sparse.control.filter(({ reserved, kernelsOnly }) => !reserved && !kernelsOnly),
      sparse.control,
    ),
    hostConstant('claimOffset', sparse.claimOffset, 'Of a program on shared weights: 1 if it is in use.'),
    hostConstant('controlBytes', sparse.controlBytes, 'Bytes of the control words of one program.'),
    hostConstant('stagesAddress', sparse.stagesAddress, 'Address of the first stage descriptor.'),
    hostConstant('stageBytes', sparse.stageBytes, 'Bytes from one stage descriptor to the next.'),
    hostOffsets('stageOffsets', sparse.stage, sparse.stage),
    ...record('screenHead', sparse.screenHead).host.slice(0, 1),
    ...record('screenState', sparse.screenState).host,
    ...Object.entries(sparse.enumerations).map(([name, names]) => hostCodes(name, names)),
    `${comment('Bytes of one weight.')}export const weightBytes = ${literal(sparse.weightBytes)} as const;`,
    ...sparse.constants.map(([name, , , value, text]) => hostConstant(name, value, text)),
    hostConstant('stageBufferRows', accumulate(sparse.stageBuffer).total, 'Rows of a stage buffer before the counts.'),
    hostConstant(
      'scratchBytesPerWidth',
      accumulate(sparse.scratch).total,
      "Bytes of a thread's scratch behind its head, for each unit of the width.",
    ),
  ]);
}

/** Each field with its byte offset; fields must be aligned to their size. */
function withOffsets(fields) {
  let offset = 0;
  return fields.map((field) => {
    const size = sizes[field.type];
    if (offset % size !== 0) throw new Error(`${field.name} would stand at ${offset}, no multiple of ${size}`);
    const placed = { ...field, offset };
    offset += size * (field.count ?? 1);
    return placed;
  });
}

/** The offset of each part, as [name, start, comment], and the total. */
function accumulate(parts) {
  let total = 0;
  const placed = parts.map(([name, length, text]) => {
    const start = total;
    total += length;
    return [name, start, text];
  });
  return { parts: placed, total };
}

function structure(name, fields, text) {
  for (const [field, type] of fields) if (sizes[type] !== 4) throw new Error(`${name}.${field} must take 4 bytes`);
  const body = fields.map(([field, type, own]) => indent(`${comment(own)}${field}: ${type};`));
  return lines([`${comment(text)}@unmanaged`, `export class ${name} {`, ...body, '}']);
}

function hostStructure(name, fields) {
  const body = withOffsets(fields.map(([field, type]) => ({ name: field, type }))).map(
    ({ name: field, type, offset }) => `  ${field}: { offset: ${offset}, type: '${type}' },`,
  );
  return [
    hostConstant(`${name}Bytes`, 4 * fields.length, `Bytes of the descriptor of a ${name}.`),
    lines([
      `${comment(`Fields of the descriptor of a ${name}.`)}export const ${name}Fields = {`,
      ...body,
      '} as const;',
    ]),
  ];
}

/** A record of sums and counts: byte offsets on both sides. */
function record(prefix, fields) {
  const placed = withOffsets(fields.map(([name, type, text, count = 1]) => ({ name, type, count, text })));
  const { offset, type, count } = placed.at(-1);
  const bytes = offset + sizes[type] * count;
  return {
    kernels: [
      ...placed.map((field) =>
        kernelConstant(prefix + capitalised(field.name), 'usize', field.offset, `${field.type}. ${field.text}`),
      ),
      kernelConstant(`${prefix}Bytes`, 'usize', bytes),
    ],
    host: [
      lines([
        `export const ${prefix}Offsets = {`,
        ...placed.map((field) => indent(`${comment(`${field.type}. ${field.text}`)}${field.name}: ${field.offset},`)),
        '} as const;',
      ]),
      hostConstant(`${prefix}Bytes`, bytes),
    ],
  };
}

function controlAccessor({ name, accessor = name, type, count = 1, setter, offset, comment: text }) {
  const [parameter, base] = count === 1 ? ['', 'control'] : ['which: i32', 'control + ((<usize>which) << 2)'];
  return lines([
    `${comment(text)}@inline export function ${accessor}(${parameter}): ${type} { return load<${loaded(type)}>(${base}, ${offset}); }`,
    ...(setter
      ? [`@inline export function ${setter}(value: ${type}): void { store<${type}>(control, value, ${offset}); }`]
      : []),
  ]);
}

function hostOffsets(name, shown, all) {
  const offsets = Object.fromEntries(withOffsets(all).map((field) => [field.name, field.offset]));
  return lines([
    `export const ${name} = {`,
    ...shown.map((field) => `  ${field.name}: ${offsets[field.name]},`),
    '} as const;',
  ]);
}

const loaded = (type) => (type === 'usize' ? 'u32' : type);
const capitalised = (name) => name[0].toUpperCase() + name.slice(1);
const kernelConstant = (name, type, value, text) =>
  `${comment(text)}export const ${name}: ${type} = ${value}${type === 'f64' ? '.0' : ''};`;
const hostConstant = (name, value, text) => `${comment(text)}export const ${name} = ${value};`;
const kernelCodes = (names, type = '') =>
  lines(Object.values(names).map((name, code) => `export const ${name}${type} = ${code};`));
const hostCodes = (name, names) =>
  `${comment(`Codes of \`${name}\`.`)}export const ${name}Codes = ${literal(Object.fromEntries(Object.keys(names).map((key, code) => [key, code])))} as const;`;
const literal = (values) =>
  `{ ${Object.entries(values)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')} }`;
const lines = (parts) => parts.join('\n');
const indent = (text) =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

function comment(text) {
  if (text === undefined) return '';
  return text.includes('\n')
    ? `/**\n${text
        .split('\n')
        .map((line) => ` * ${line}`)
        .join('\n')}\n */\n`
    : `/** ${text} */\n`;
}

function file(schema, parts) {
  return `// Generated by abi/generate.mjs from abi/${schema}.mjs: do not edit.\n\n${parts.join('\n\n')}\n`;
}
