import type { layerFields, programFields } from '../generated/training-abi.js';

/** Values of a program's descriptor: numbers and byte addresses. */
export type ProgramDescriptor = Readonly<Record<keyof typeof programFields, number>>;

/** Values of a layer's descriptor. */
export type LayerDescriptor = Readonly<Record<keyof typeof layerFields, number>>;

/** Offset and type of a field of a structure. */
interface Field {
  readonly offset: number;
  readonly type: 'i32' | 'u32' | 'usize' | 'f32';
}

/** Writes the values of a structure at an address. */
export function writeDescriptor<Name extends string>(
  memory: DataView,
  address: number,
  fields: Readonly<Record<Name, Field>>,
  values: Readonly<Record<Name, number>>,
): void {
  for (const name in fields) {
    const { offset, type } = fields[name];
    if (type === 'f32') memory.setFloat32(address + offset, values[name], true);
    else memory.setUint32(address + offset, values[name], true);
  }
}
