import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshTotp, fromBase32, hotp, totp } from './totp.mjs';

// RFC 6238, appendix B: eight digits, a key as long as the digest.
const DIGITS = '1234567890'.repeat(7);
const KEYS = { sha1: DIGITS.slice(0, 20), sha256: DIGITS.slice(0, 32), sha512: DIGITS.slice(0, 64) };
const VECTORS = [
  [59, { sha1: '94287082', sha256: '46119246', sha512: '90693936' }],
  [1111111109, { sha1: '07081804', sha256: '68084774', sha512: '25091201' }],
  [1111111111, { sha1: '14050471', sha256: '67062674', sha512: '99943326' }],
  [1234567890, { sha1: '89005924', sha256: '91819424', sha512: '93441116' }],
  [2000000000, { sha1: '69279037', sha256: '90698825', sha512: '38618901' }],
  [20000000000, { sha1: '65353130', sha256: '77737706', sha512: '47863826' }],
];

test('the codes of RFC 6238 come out', () => {
  for (const [seconds, codes] of VECTORS) {
    for (const [algorithm, code] of Object.entries(codes)) {
      const key = Buffer.from(KEYS[algorithm]);
      assert.equal(totp(key, seconds * 1000, { digits: 8, algorithm }), code, `${algorithm} at ${seconds}`);
    }
  }
});

test('the codes of RFC 4226 come out', () => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
  codes.forEach((code, counter) => assert.equal(hotp(Buffer.from(KEYS.sha1), counter), code));
});

test('secrets in base 32 are read as apps read them', () => {
  assert.equal(fromBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ').toString(), KEYS.sha1);
  assert.equal(fromBase32('gezd gnbv gy3t qojq =').toString(), '1234567890');
  assert.throws(() => fromBase32('1'), /not a letter of base 32/);
});

test('no code is given twice', async () => {
  let now = 29_900;
  const clock = () => now;
  const first = await freshTotp('GEZDGNBV', { now: clock });
  setTimeout(() => { now = 30_000; }, 20);
  assert.notEqual(await freshTotp('GEZDGNBV', { now: clock }), first);
});
