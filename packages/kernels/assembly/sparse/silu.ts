// silu(z) = z / (1 + e^(−z)), four lanes at a time.
//
// e^x by x = n·ln 2 + r, |r| ≤ ½ ln 2, ln 2 in two parts (Cody–Waite), a degree-6 polynomial for e^r (Cephes `expf`)
// and n added to the exponent. Relative error of silu < 4e-7 for |z| ≤ 87. Above, silu is z; below, it is −0, and NaN
// at −∞, as z·σ(z) is with σ(z) = 0.

@inline
function exp(x: v128): v128 {
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(87));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.4426950408889634)));
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}

@inline
export function silu(z: v128): v128 {
  const divisor = f32x4.add(f32x4.splat(1), exp(f32x4.neg(z)));
  // Without it the clamped divisor would make large numbers of z < −1e38.
  const below = f32x4.lt(z, f32x4.splat(-87));
  return f32x4.div(z, v128.bitselect(f32x4.splat(Infinity), divisor, below));
}
