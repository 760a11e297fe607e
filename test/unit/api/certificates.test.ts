import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { certificatesIn } from '../../../src/api/certificates.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { selfSigned } from '../../helpers/servers/certificates.ts';

const [one, two] = [selfSigned(['one.test']), selfSigned(['two.test'])];

test('a PEM file may hold several certificates, and notes and keys between them', () => {
  const file = `One\r\n${one.cert.replaceAll('\n', '\r\n')}${one.key}\nZwei: Grüße\n${two.cert}`;
  for (const written of [file, Buffer.from(file), Buffer.from(`\uFEFF${file}`)]) assert.deepEqual(certificatesIn(written), [one.cert, two.cert]);
});

test('a DER file holds one', () => assert.deepEqual(certificatesIn(new X509Certificate(one.cert).raw), [one.cert]));

for (const [what, file] of Object.entries({
  'an empty file': '',
  'a web page': '<html>',
  'a key': one.key,
  'bytes that are no certificate': Buffer.from([0x30, 0x03, 0x02, 0x01, 0x00]),
  'a certificate that is cut off': one.cert.slice(0, 200),
  'a broken one among others': `${one.cert}${two.cert.replace(/\n.{8}/, '\nAAAAAAAA')}`,
})) {
  test(`${what} is refused with the name of the setting`, () => {
    assert.throws(
      () => certificatesIn(file),
      (thrown: unknown) => thrown instanceof TenantError && thrown.reason === 'certificate' && /network\.certificateFile/.test(thrown.advice),
    );
  });
}
