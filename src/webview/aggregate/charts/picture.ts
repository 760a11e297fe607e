/** A drawing as a picture in pixels, with the looks that the theme gives. */
import { isPale, paintClass } from './drawing.ts';
import type { Drawing, Mark } from './drawing.ts';
import { paleOpacity } from './svgText.ts';
import type { Looks } from './svgText.ts';

function paintMark(context: CanvasRenderingContext2D, mark: Mark, { font, fontSize, colour }: Looks): void {
  context.globalAlpha = isPale(mark) ? paleOpacity : 1;
  context.fillStyle = colour(mark.paint);
  context.strokeStyle = colour(mark.paint);
  switch (mark.kind) {
    case 'rect':
      return context.fillRect(mark.x, mark.y, mark.width, mark.height);
    case 'line':
      context.lineWidth = 1;
      return context.stroke(new Path2D(`M${mark.x1} ${mark.y1}L${mark.x2} ${mark.y2}`));
    case 'path':
      context.lineWidth = 2;
      return context.stroke(new Path2D(mark.d));
    case 'dot': {
      const circle = new Path2D();
      circle.arc(mark.x, mark.y, mark.r, 0, 2 * Math.PI);
      return context.fill(circle);
    }
    case 'text':
      context.font = `${fontSize * (mark.scale ?? 1)}px ${font}`;
      context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
      context.textBaseline = 'middle';
      return context.fillText(mark.text, mark.x, mark.y);
  }
}

/** Larger than this no browser paints. */
const longestSide = 16_000;

/** Painted mark by mark: the page's policy loads no picture of its own making. @returns PNG as base64 */
export function pngOf(drawing: Drawing, looks: Looks): string {
  const canvas = document.createElement('canvas');
  const sharpness = Math.min(2, longestSide / drawing.height);
  canvas.width = Math.ceil(drawing.width * sharpness);
  canvas.height = Math.ceil(drawing.height * sharpness);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The picture cannot be painted here.');
  context.scale(sharpness, sharpness);
  context.fillStyle = looks.colour('ground');
  context.fillRect(0, 0, drawing.width, drawing.height);
  for (const mark of drawing.marks) paintMark(context, mark, looks);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}

/** The looks that the theme gives, read from an element that is on the page. */
export function looksOf(host: Element): Looks {
  const { fontFamily, fontSize } = getComputedStyle(host);
  const colours = new Map<string, string>();
  return {
    font: fontFamily,
    fontSize: Number.parseFloat(fontSize),
    colour: (paint) => {
      const name = paintClass(paint);
      const known = colours.get(name);
      if (known !== undefined) return known;
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const probe = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      svg.classList.add('chart-svg');
      probe.classList.add(name);
      svg.append(probe);
      host.append(svg);
      const { fill } = getComputedStyle(probe);
      svg.remove();
      colours.set(name, fill);
      return fill;
    },
  };
}
