import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot, workFolder } from '../editor/paths.ts';
import { runNpm } from '../editor/runProgram.ts';
import { ensureChromium } from '../editor/systemPackages.ts';
import { readResult } from './results.ts';
import { resultFilePlaceholder } from './steps.ts';
import type { LayerStep, Step } from './steps.ts';

/** The outcome of a step; `failure` says what its tests' own messages do not, and then at least one failure is counted. */
export interface StepOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly failure?: string;
}

/** Runs a step and shows its output as it comes. Never rejects: whatever goes wrong is a failure of the step. */
export async function runStep(step: Step): Promise<StepOutcome> {
  try {
    if ('node' in step) return await runLayer(step);
    await runNpm(['run', '--silent', step.script], { cwd: projectRoot, live: true });
    return { passed: 0, failed: 0 };
  } catch (error) {
    return { passed: 0, failed: 1, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function runLayer(step: LayerStep): Promise<StepOutcome> {
  if (globSync(step.files, { cwd: projectRoot }).length === 0) throw new Error(`there is no test file ${step.files}`);
  const resultFile = path.join(workFolder, 'results', `${step.name}.json`);
  await mkdir(path.dirname(resultFile), { recursive: true });
  await rm(resultFile, { force: true });

  const child = spawn(
    process.execPath,
    step.node.map((arg) => arg.replace(resultFilePlaceholder, () => resultFile)),
    {
      cwd: projectRoot,
      // Found, or installed, here: the processes of the layer need not look again.
      env: step.browser ? { ...process.env, CHROMIUM: await ensureChromium(console.log) } : process.env,
      stdio: ['ignore', 'inherit', 'inherit'],
      // A group of its own, so that nothing it started is left when it is ended early.
      detached: process.platform !== 'win32',
    },
  );
  const { ending, late } = await endOf(child, step.limitMinutes);

  if (late) throw new Error(`it took longer than ${step.limitMinutes} minutes`);
  const result = await readResult(resultFile);
  if (!result) throw new Error(`it ended with ${ending} before it had a result`);
  const { passed, failed, skipped } = result;
  if (passed + failed === 0) throw new Error('its test files hold no test');
  if (skipped > 0) return { passed, failed, failure: `${skipped} of its tests were skipped or put off` };
  if (ending !== 'status 0' && failed === 0) return { passed, failed: 1, failure: `all its tests passed, yet it ended with ${ending}` };
  return { passed, failed };
}

/** Waits for a process, but no longer than the limit, and takes it down with this process. */
async function endOf(child: ChildProcess, limitMinutes: number): Promise<{ ending: string; late: boolean }> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    endGroup(child);
  }, limitMinutes * 60_000);
  const interrupted = (): void => {
    endGroup(child);
    process.exit(1);
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return { ending: code === null ? String(signal) : `status ${code}`, late };
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    clearTimeout(timer);
  }
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f']);
  else process.kill(-child.pid, 'SIGKILL');
}
