// `npm test`: every layer in order, each in a process of its own. `node test/run.ts unit host` runs only those and what they need.
import { performance } from 'node:perf_hooks';
import { runStep } from './helpers/layers/runStep.ts';
import type { StepOutcome } from './helpers/layers/runStep.ts';
import { steps } from './helpers/layers/steps.ts';
import type { Step } from './helpers/layers/steps.ts';

const needsOf = (step: Step): readonly string[] => ('node' in step ? step.needs : []);

/** The steps asked for, with what they need, in their fixed order. */
function choose(names: readonly string[]): readonly Step[] {
  if (names.length === 0) return steps;
  const chosen = names.map((name) => {
    const step = steps.find((one) => one.name === name);
    if (!step) throw new Error(`There is no layer "${name}". There are: ${steps.map((one) => one.name).join(', ')}.`);
    return step;
  });
  const wanted = new Set(chosen.flatMap((step) => [step.name, ...needsOf(step)]));
  return steps.filter(({ name }) => wanted.has(name));
}

function summaryOf(name: string, { passed, failed, failure }: StepOutcome, seconds: number): string {
  const count = passed + failed === 0 ? 'done' : `${passed} passed, ${failed} failed`;
  const why = failure === undefined ? '' : `: ${failure.split('\n', 1).join('')}`;
  return `${failed === 0 ? '✔' : '✖'} ${name.padEnd(9)} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${count}${why}`;
}

const total = { passed: 0, failed: 0 };
const failedSteps = new Set<string>();
const summary: string[] = [];

for (const step of choose(process.argv.slice(2))) {
  const started = performance.now();
  console.log(`\n▶ ${step.name}: ${'node' in step ? `node ${step.node.join(' ')}` : `npm run ${step.script}`}`);
  const blocker = needsOf(step).find((name) => failedSteps.has(name));
  const outcome = blocker === undefined ? await runStep(step) : { passed: 0, failed: 1, failure: `it cannot run because ${blocker} failed` };
  if (outcome.failure !== undefined) console.log(`✖ ${step.name} failed: ${outcome.failure}`);
  if (outcome.failed > 0) failedSteps.add(step.name);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  summary.push(summaryOf(step.name, outcome, (performance.now() - started) / 1000));
}

console.log(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
