/** Channels of `#rrggbb` or `rgb(r, g, b)` as linear light in [0, 1] (sRGB). */
export function linearRgb(color: string): [number, number, number] {
  const bytes = color.startsWith('#')
    ? [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16))
    : color.match(/\d+/g)?.map(Number);
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = (bytes ?? []).map((byte) =>
    byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
  );
  return [red, green, blue];
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(first: string, second: string): number {
  const [low, high] = [first, second].map(luminance).sort((a, b) => a - b);
  return ((high ?? Number.NaN) + 0.05) / ((low ?? Number.NaN) + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = linearRgb(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
