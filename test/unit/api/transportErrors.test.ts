import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transportError } from '../../../src/api/transportErrors.ts';
import type { Circumstances } from '../../../src/api/transportErrors.ts';
import { TenantError } from '../../../src/core/errors.ts';

const url = 'https://api.falcon.test:8443/users?filter=hidden';
const coded = (code: string, message = 'low-level words'): Error => Object.assign(new Error(message), { code });
const told = (thrown: unknown, more: Partial<Circumstances> = {}): TenantError =>
  transportError(thrown, url, { viaProxy: false, write: true, aborted: false, ...more });

const codes: readonly (readonly [code: string, kind: string, reason: string | undefined, mayHaveHappened: boolean])[] = [
  ['ENOTFOUND', 'network', 'dns', false],
  ['EAI_AGAIN', 'network', 'dns', false],
  ['ECONNREFUSED', 'network', 'refused', false],
  ['EHOSTUNREACH', 'network', 'refused', false],
  ['ENETUNREACH', 'network', 'refused', false],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout', undefined, false],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout', undefined, true],
  ['UND_ERR_BODY_TIMEOUT', 'timeout', undefined, true],
  ['ETIMEDOUT', 'timeout', undefined, true],
  ['ECONNRESET', 'network', 'reset', true],
  ['EPIPE', 'network', 'reset', true],
  ['UND_ERR_SOCKET', 'network', 'reset', true],
  ['SOMETHING_NEW', 'network', 'reset', true],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'protocol', 'tooLarge', true],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'protocol', 'truncated', true],
  ['Z_BUF_ERROR', 'protocol', 'truncated', true],
  ['Z_DATA_ERROR', 'protocol', 'truncated', true],
  ['ERR_BROTLI_DECODER_ERROR_UNREACHABLE', 'protocol', 'truncated', true],
  ['ERR__ERROR_FORMAT_PADDING_1', 'protocol', 'truncated', true],
  ['HPE_INVALID_CONSTANT', 'protocol', undefined, true],
  ['UND_ERR_HEADERS_OVERFLOW', 'protocol', undefined, true],
  ['EPROTO', 'network', 'certificate', false],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'network', 'certificate', false],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'network', 'certificate', false],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'network', 'certificate', false],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network', 'certificate', false],
  ['CERT_HAS_EXPIRED', 'network', 'certificate', false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'network', 'certificate', false],
];

for (const [code, kind, reason, mayHaveHappened] of codes) {
  test(`${code} is ${kind}${reason ? `, ${reason}` : ''}; a write ${mayHaveHappened ? 'may have happened' : 'has not happened'}`, () => {
    const error = told(coded(code));
    assert.equal(error.kind, kind);
    assert.equal(error.reason, reason);
    assert.equal(error.outcomeUnknown, mayHaveHappened);
    assert.match(error.message, /api\.falcon\.test:8443/);
    assert.ok(error.nextStep);
    assert.doesNotMatch(error.advice, /hidden|users|low-level/);
    assert.equal(told(coded(code), { write: false }).outcomeUnknown, false);
  });
}

test('the innermost code decides, through causes and through several tried addresses', () => {
  assert.equal(told(new TypeError('fetch failed', { cause: coded('ENOTFOUND') })).reason, 'dns');
  assert.equal(told(Object.assign(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), { code: 'ECONNREFUSED' })).reason, 'refused');
  assert.equal(told(Object.assign(new Error('x', { cause: coded('CERT_HAS_EXPIRED') }), { code: 'UND_ERR_SOCKET' })).reason, 'certificate');
});

test('causes that go round in a circle end', () => {
  const circle = coded('ECONNRESET');
  circle.cause = circle;
  assert.equal(told(circle).reason, 'reset');
});

test('through a proxy, what does not answer is the proxy', () => {
  for (const code of ['ENOTFOUND', 'ECONNREFUSED']) {
    const error = told(coded(code), { viaProxy: true });
    assert.equal(error.reason, 'proxy');
    assert.match(error.advice, /the proxy.*http\.proxy/);
  }
});

test('what is no error at all is a broken connection', () => {
  for (const thrown of ['text', undefined, null, 5, {}]) assert.equal(told(thrown).reason, 'reset');
});

test('an abort is a cancellation whatever was thrown, and a TenantError stays as it is', () => {
  const error = told(coded('ECONNRESET'), { aborted: true });
  assert.equal(error.kind, 'cancelled');
  assert.equal(error.outcomeUnknown, true);
  const own = new TenantError({ kind: 'protocol', message: 'x' });
  assert.equal(told(own), own);
});
