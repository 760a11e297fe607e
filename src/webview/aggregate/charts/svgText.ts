/** A drawing as an SVG document of its own: colours are written out, since the theme stays behind. */
import { isPale } from './drawing.ts';
import type { Drawing, Mark, Paint } from './drawing.ts';

export interface Looks {
  readonly font: string;
  readonly fontSize: number;
  readonly colour: (paint: Paint) => string;
}

export interface PictureText {
  readonly title: string;
  readonly description: string;
}

export const paleOpacity = 0.5;

/** Its attributes, as they are the same on the page and in a file. */
export function markAttributes(mark: Mark, fontSize: number): readonly [name: string, attributes: Readonly<Record<string, string | number>>] {
  switch (mark.kind) {
    case 'rect':
      return ['rect', { x: mark.x, y: mark.y, width: mark.width, height: mark.height }];
    case 'line':
      return ['line', { x1: mark.x1, y1: mark.y1, x2: mark.x2, y2: mark.y2 }];
    case 'path':
      return ['path', { d: mark.d, fill: 'none' }];
    case 'dot':
      return ['circle', { cx: mark.x, cy: mark.y, r: mark.r }];
    case 'text': {
      const size = fontSize * (mark.scale ?? 1);
      return ['text', { x: mark.x, y: mark.y + size * 0.35, 'text-anchor': mark.anchor, 'font-size': size }];
    }
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Control characters may not stand in XML at all. */
const escaped = (text: string): string => text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const isStroked = ({ kind }: Mark): boolean => kind === 'line' || kind === 'path';

function markText(mark: Mark, { fontSize, colour }: Looks): string {
  const [name, attributes] = markAttributes(mark, fontSize);
  const paint = colour(mark.paint);
  const looks: Record<string, string | number> = isStroked(mark) ? { stroke: paint, 'stroke-width': mark.kind === 'path' ? 2 : 1 } : { fill: paint };
  if (isPale(mark)) looks['opacity'] = paleOpacity;
  const entries = Object.entries({ ...attributes, ...looks });
  const written = entries.map(([key, value]) => `${key}="${escaped(typeof value === 'number' ? value.toFixed(2) : value)}"`);
  return `<${name} ${written.join(' ')}${mark.kind === 'text' ? `>${escaped(mark.text)}</text>` : '/>'}`;
}

/** @returns a whole SVG document */
export function svgText(drawing: Drawing, looks: Looks, { title, description }: PictureText): string {
  const { width, height, marks } = drawing;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${Math.ceil(height)}" viewBox="0 0 ${width} ${Math.ceil(height)}" font-family="${escaped(looks.font)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<rect width="100%" height="100%" fill="${escaped(looks.colour('ground'))}"/>`,
    ...marks.map((mark) => markText(mark, looks)),
    '</svg>',
    '',
  ].join('\n');
}
