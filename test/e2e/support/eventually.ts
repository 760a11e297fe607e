import { setTimeout as delay } from 'node:timers/promises';

const limitMs = 30_000;
const betweenMs = 20;

/** Waits until a condition outside the page holds, such as what a server was asked. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not happen: ${what}`);
    await delay(betweenMs);
  }
}
