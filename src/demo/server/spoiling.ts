/** What a fault makes of an answer. */
import type { Answer } from './answer.ts';
import { htmlAnswer } from './answer.ts';
import type { Fault } from './faults.ts';

export interface Spoilable {
  /** Lets the request take effect and gives its proper answer. */
  readonly carryOut: () => Answer;
  /** The answer of a gateway that turns the request away. */
  readonly refuse: (status: 429 | 500) => Answer;
}

const slowestMs = 6000;

export function spoil(fault: Fault, { carryOut, refuse }: Spoilable): Answer {
  if (fault.kind === '429') return refuse(429);
  const answer = fault.afterEffect ? carryOut() : refuse(500);
  switch (fault.kind) {
    case '500':
      return refuse(500);
    case 'html':
      return htmlAnswer(200, 'Please wait while your connection is checked');
    case 'slow':
      return { ...answer, delayMs: slowestMs * (0.5 + fault.degree / 2) };
    case 'reset': {
      const silent = fault.variant || !fault.afterEffect;
      return { ...answer, cut: { after: silent ? 0 : Math.floor(answer.body.length * fault.degree), by: 'reset' } };
    }
    case 'truncate': {
      const after = Math.floor(answer.body.length * (0.2 + fault.degree * 0.7));
      // Either the length promises more than comes, or a proxy made it fit what it had.
      return fault.variant ? { ...answer, cut: { after, by: 'end' } } : { ...answer, body: answer.body.subarray(0, after) };
    }
  }
}
