/** The texts of an SVG document in order, each line by itself, entities resolved. */
export function svgTexts(svg: string): string[] {
  return [...svg.matchAll(/<(text|tspan)[^>]*>([^<]+)/g)].map(([, , text = '']) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
}
