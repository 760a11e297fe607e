import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import { InputCheck } from '../../../src/host/inputCheck.ts';
import type { InputRequest } from '../../../src/host/prompts.ts';

function box(request: Omit<InputRequest, 'title'>, value: string) {
  const face = {
    value,
    busy: false,
    problem: undefined as string | undefined,
    accepted: undefined as string | undefined,
    showProblem: (problem: string | undefined) => {
      face.problem = problem;
    },
    accept: (text: string) => {
      face.accepted = text;
    },
  };
  return { face, check: new InputCheck({ title: 'Name', ...request }, face) };
}

const notEmpty = (value: string) => (value === '' ? 'Give a name.' : undefined);

test('Enter accepts a sound value', async () => {
  const { face, check } = box({ validate: notEmpty }, 'Acme');
  await check.onEnter();
  assert.equal(face.accepted, 'Acme');
});

test('Enter on a wrong value shows what is wrong and asks no server', async () => {
  const { face, check } = box({ validate: notEmpty, check: () => assert.fail() }, '');
  await check.onEnter();
  assert.deepEqual([face.accepted, face.problem], [undefined, 'Give a name.']);
});

test('typing shows and clears the problem', () => {
  const { face, check } = box({ validate: notEmpty }, '');
  check.onChange('');
  assert.equal(face.problem, 'Give a name.');
  check.onChange('A');
  assert.equal(face.problem, undefined);
});

test('the slow check is busy, refuses with its reason and keeps the box', async () => {
  const { face, check } = box({ check: async () => 'The secret is wrong.' }, 'secret');
  const entered = check.onEnter();
  assert.equal(face.busy, true);
  await entered;
  assert.deepEqual([face.busy, face.accepted, face.problem, face.value], [false, undefined, 'The secret is wrong.', 'secret']);
});

test('a slow check that fails shows the advice', async () => {
  const offline = new TenantError({ kind: 'network', message: 'No answer.', nextStep: 'Look at the proxy.' });
  const { face, check } = box({ check: () => Promise.reject(offline) }, 'x');
  await check.onEnter();
  assert.equal(face.problem, 'No answer. Look at the proxy.');
});

test('a slow check that is cancelled accepts nothing and blames nothing', async () => {
  const { face, check } = box({ check: () => Promise.reject(new TenantError({ kind: 'cancelled', message: 'Cancelled.' })) }, 'x');
  await check.onEnter();
  assert.deepEqual([face.busy, face.accepted, face.problem], [false, undefined, undefined]);
});

test('typing on gives the check up and drops its answer', async () => {
  const checking = Promise.withResolvers<string | undefined>();
  const signals: AbortSignal[] = [];
  const { face, check } = box({ check: (_, signal) => (signals.push(signal), checking.promise) }, 'x');
  const entered = check.onEnter();
  check.onChange('xy');
  checking.resolve(undefined);
  await entered;
  assert.equal(signals[0]?.aborted, true);
  assert.deepEqual([face.busy, face.accepted], [false, undefined]);
});

test('Enter twice checks once', async () => {
  const values: string[] = [];
  const { check } = box({ check: async (value) => void values.push(value) }, 'x');
  await Promise.all([check.onEnter(), check.onEnter()]);
  assert.deepEqual(values, ['x']);
});
