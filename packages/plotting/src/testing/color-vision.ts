import { linearRgb } from './contrast.js';

/** Simulation of vision without one cone type, in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const visions = {
  full: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** A kind of colour vision. */
export type ColorVision = keyof typeof visions;

/** All kinds of {@link ColorVision}. */
export const colorVisions = Object.keys(visions) as readonly ColorVision[];

type Triple = readonly [number, number, number];

/** OKLab distance of two colours as seen by a kind of colour vision: about 0.02 is just noticeable side by side. */
export function seenDistance(first: string, second: string, vision: ColorVision): number {
  const [a, b] = [first, second].map((color) => okLab(seenBy(vision, linearRgb(color)))) as [Triple, Triple];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The smallest {@link seenDistance} over all kinds of colour vision. */
export function leastDistance(first: string, second: string): number {
  return Math.min(...colorVisions.map((vision) => seenDistance(first, second, vision)));
}

function seenBy(vision: ColorVision, color: Triple): Triple {
  const row = (start: number): number => {
    const sum = color.reduce((total, value, column) => total + value * (visions[vision][start + column] ?? 0), 0);
    return Math.min(1, Math.max(0, sum));
  };
  return [row(0), row(3), row(6)];
}

/** Ottosson's OKLab: its distances approximate perceived differences. */
function okLab([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
