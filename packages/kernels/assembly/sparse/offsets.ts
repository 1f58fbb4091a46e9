// Byte offsets as types. The immediate offset of a load must be a compile-time constant, which the parameter of an
// inlined function is not; `offsetof<At16>()` is the constant 16, also for a type parameter. Fields are aligned to
// their size, hence the small fields.

@unmanaged
export class At0 {}
@unmanaged
export class At14 extends At0 {
  a: u64;
  b: u32;
  c: u16;
}
@unmanaged
export class At16 extends At0 {
  a: v128;
}
@unmanaged
export class At30 extends At14 {
  d: u16;
  e: u64;
  f: u32;
  g: u16;
}
@unmanaged
export class At32 extends At16 {
  b: v128;
}
@unmanaged
export class At46 extends At30 {
  h: u16;
  i: u64;
  j: u32;
  k: u16;
}
@unmanaged
export class At48 extends At32 {
  c: v128;
}
@unmanaged
export class At64 extends At48 {
  d: v128;
}
@unmanaged
export class At80 extends At64 {
  e: v128;
}
@unmanaged
export class At96 extends At80 {
  f: v128;
}
@unmanaged
export class At112 extends At96 {
  g: v128;
}
