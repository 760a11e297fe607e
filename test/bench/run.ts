/**
 * `npm run bench`: measures and prints one JSON object. Figures that are compared come from the same run on the same
 * machine; nothing here passes or fails.
 */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { measureActivation } from './activation.ts';
import type { Activation } from './activation.ts';
import { readCylancePageByPage, readCylanceWithClient } from './cylance.ts';
import { measureFill } from './grants.ts';
import { measureMatrix } from './matrix.ts';
import { readWithClient, readWithSdk, serve } from './reading.ts';
import { measureSizes } from './sizes.ts';

const run = promisify(execFile);
const median = (values: readonly number[]): number => [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Two minutes after the first burst. */
const fillMs = 130_000;
const latencyMs = 50;
/** One after the other: the token, the first page, which tells the total, the other pages, the records of the last of them. */
const roundTrips = 4;

async function measureReading(): Promise<object> {
  const demo = await serve('--users', '20000', '--cids', '200', '--latency', String(latencyMs), '--seed', '7');
  try {
    say('Reading 20,000 users with the client …');
    const client = [];
    // The first run pays for compilation; it is reported by itself.
    for (let index = 0; index < 6; index++) client.push(await readWithClient(demo));
    say('Reading 20,000 users with the SDK …');
    const sdk = await readWithSdk(demo);
    const ms = median(client.slice(1).map((one) => one.ms));
    const idealMs = roundTrips * latencyMs;
    return {
      users: client[0]?.users,
      latencyMs,
      demoStartMs: rounded(demo.startMs),
      firstMs: rounded(client[0]?.ms ?? Number.NaN),
      medianMs: rounded(ms),
      sdkMs: rounded(sdk.ms),
      sdkUsers: sdk.users,
      idealMs,
      timesFasterThanSdk: rounded(sdk.ms / ms, 1),
      timesIdeal: rounded(ms / idealMs, 2),
      sdkTimesIdeal: rounded(sdk.ms / idealMs, 1),
      refusedWith429: client.reduce((sum, one) => sum + one.refused, 0),
    };
  } finally {
    await demo.end();
  }
}

async function measureCylance(): Promise<object> {
  const demo = await serve('--cylance-users', '20000', '--latency', String(latencyMs), '--seed', '7');
  try {
    say('Reading 20,000 Cylance users …');
    const client = [];
    for (let index = 0; index < 6; index++) client.push(await readCylanceWithClient(demo));
    const plain = await readCylancePageByPage(demo);
    const ms = median(client.slice(1).map((one) => one.ms));
    return {
      users: client[0]?.users,
      latencyMs,
      medianMs: rounded(ms),
      pageByPageMs: rounded(plain.ms),
      pageByPageUsers: plain.users,
      timesFaster: rounded(plain.ms / ms, 1),
    };
  } finally {
    await demo.end();
  }
}

async function measureHeap(): Promise<object> {
  say('Reading 100,000 users …');
  const demo = await serve('--users', '100000', '--cids', '2000', '--seed', '7');
  try {
    const script = fileURLToPath(new URL('heap.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--expose-gc', script, demo.url, demo.clientId, demo.clientSecret]);
    return JSON.parse(stdout) as object;
  } finally {
    await demo.end();
  }
}

async function measureAnswers(): Promise<object> {
  say('Reading all grants of 5,000 users in 2,000 CIDs …');
  const demo = await serve('--users', '5000', '--cids', '2000', '--rate', '10000000', '--seed', '7');
  try {
    const script = fileURLToPath(new URL('grantsAnswers.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--expose-gc', script, demo.url, demo.clientId, demo.clientSecret]);
    return JSON.parse(stdout) as object;
  } finally {
    await demo.end();
  }
}

async function measureGrants(): Promise<object> {
  const fills = [];
  // A fast server, and one so slow that only many requests at once use the rate.
  for (const slowness of [20, 200]) {
    say(`Reading grants at 6,000 requests a minute, ${slowness} ms an answer …`);
    fills.push(await measureFill(slowness, fillMs));
  }
  return { fills, answers: await measureAnswers() };
}

async function measureActivations(): Promise<object> {
  const windows: Activation[] = [];
  for (let index = 0; index < 3; index++) {
    say(`Window ${index + 1} of 3 …`);
    windows.push(await measureActivation());
  }
  const falconMs = median(windows.map((one) => one.falconMs));
  const gitMs = median(windows.map((one) => one.gitMs));
  return { falconMs, gitMs, ratio: rounded(falconMs / gitMs, 2), windows };
}

const report = {
  node: process.version,
  cores: cpus().length,
  reading: await measureReading(),
  cylance: await measureCylance(),
  heap: await measureHeap(),
  grants: await measureGrants(),
  matrix: await measureMatrix(),
  sizes: await measureSizes(),
  activation: await measureActivations(),
};
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
