/**
 * The grants matrix in a real browser: how long it takes from the data to the first picture of it, and how long the
 * frames are while it is scrolled. Run by itself it prints its figures.
 */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../helpers/editor/browser.ts';
import { GrantsHost, grantsState, home, large } from '../helpers/webview/grantsHost.ts';
import { bundlePage } from '../helpers/webview/openPage.ts';
import type { PageFiles } from '../helpers/webview/openPage.ts';

const entry = path.join(import.meta.dirname, '../../src/webview/grants/main.ts');

const rounded = (value: number): number => Number(value.toFixed(1));

export interface Frames {
  readonly frames: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** Of the page's own work within a frame: what is left of 16.7 ms is the browser's to draw in. */
  readonly workMedianMs: number;
  readonly workP95Ms: number;
}

function summed(times: readonly number[], work: readonly number[]): Frames {
  const at = (values: readonly number[], share: number): number => {
    const sorted = values.toSorted((left, right) => left - right);
    return rounded(sorted[Math.floor((values.length - 1) * share)] ?? Number.NaN);
  };
  const [median, most] = [0.5, 0.95];
  return {
    ...{ frames: times.length, medianMs: at(times, median), p95Ms: at(times, most), maxMs: at(times, 1) },
    ...{ workMedianMs: at(work, median), workP95Ms: at(work, most) },
  };
}

/** Scrolls by a script, one step a frame, and takes down how long each frame took, and the page's listeners in it. */
async function scroll(page: Page, axis: 'scrollTop' | 'scrollLeft', step: number, frames: number): Promise<Frames> {
  const { times, work } = await page.evaluate<{ times: number[]; work: number[] }>(`new Promise((resolve) => {
    const grid = document.querySelector('.matrix');
    grid.scrollTop = 0;
    grid.scrollLeft = 0;
    const [times, work] = [[], []];
    let last;
    let began = 0;
    grid.addEventListener('scroll', () => (began = performance.now()), { capture: true });
    grid.addEventListener('scroll', () => work.push(performance.now() - began));
    const end = ${axis === 'scrollTop' ? 'grid.scrollHeight - grid.clientHeight' : 'grid.scrollWidth - grid.clientWidth'};
    let direction = 1;
    const frame = (now) => {
      if (last !== undefined) times.push(now - last);
      last = now;
      if (times.length >= ${frames}) return resolve({ times, work });
      if (grid.${axis} >= end) direction = -1;
      if (grid.${axis} <= 0) direction = 1;
      grid.${axis} += direction * ${step};
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
  return summed(times, work);
}

export interface MatrixTrace {
  readonly rows: number;
  readonly columns: number;
  /** From the arrival of the data to the first picture with it. */
  readonly firstPaintMs: number;
  readonly cells: number;
  readonly slow: Frames;
  readonly fast: Frames;
  readonly sideways: Frames;
}

async function trace(files: PageFiles, rows: number, columns: number, by: 'cids' | 'users'): Promise<MatrixTrace> {
  const browser = await openBrowser({ viewport: { width: 1600, height: 1000 } });
  try {
    const subject = by === 'users' ? ({ by: 'cid', cid: home.cid } as const) : grantsState.subject;
    const host = new GrantsHost(large(rows, columns, { by }), {}, { subject, age: 0 });
    const { page } = await host.host.open(browser.context, files, 'dark', { styles: ['grants'] });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const painted = page.evaluate<number>(`new Promise((resolve) => {
      addEventListener('message', (event) => {
        const began = performance.now();
        if (event.data.kind !== 'reply' || !event.data.body?.rows) return;
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      }, { capture: true });
    })`);
    await host.show(host.matrix);
    const firstPaintMs = rounded(await painted);
    const cells = await page.locator('[role=gridcell]').count();
    return {
      ...{ rows, columns, firstPaintMs, cells },
      slow: await scroll(page, 'scrollTop', 40, 300),
      fast: await scroll(page, 'scrollTop', 400, 300),
      sideways: await scroll(page, 'scrollLeft', 20, 120),
    };
  } finally {
    await browser.close();
  }
}

export async function measureMatrix(): Promise<object> {
  const files = await bundlePage(entry);
  return { cids: await trace(files, 2_000, 60, 'cids'), users: await trace(files, 5_000, 60, 'users') };
}
