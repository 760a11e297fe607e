import { spawn } from 'node:child_process';
import path from 'node:path';

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Show the program's output as it comes; otherwise it is kept and only shown when the program fails. */
  live?: boolean;
}

/** Runs a program to its end and returns its stdout (empty with `live`); rejects with its output when it does not exit with 0. */
export async function runProgram(program: string, args: readonly string[], { cwd, env, live = false }: RunOptions = {}): Promise<string> {
  // Windows finds .cmd files only through a shell.
  const shell = process.platform === 'win32' && !path.isAbsolute(program);
  const child = spawn(program, args, { cwd, env, shell, stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'] });
  const out: string[] = [];
  const all: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out.push(text);
    all.push(text);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => all.push(text));
  const status = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 'no status');
    });
  });
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${String(status)}\n${all.join('').trimEnd()}`);
  return out.join('');
}

/** Runs npm: the one that runs this script, when there is one, else the one on the path. */
export function runNpm(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const cli = process.env['npm_execpath'];
  if (cli !== undefined && path.basename(cli) === 'npm-cli.js') return runProgram(process.execPath, [cli, ...args], options);
  return runProgram('npm', args, options);
}
