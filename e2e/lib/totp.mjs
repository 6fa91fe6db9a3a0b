// One-time codes of RFC 6238, as an authenticator app shows them.
import { createHmac } from 'node:crypto';
import { cityNow } from './day.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes of a secret in base 32 (RFC 4648); spaces, small letters and padding are accepted as apps accept them. */
export function fromBase32(text) {
  const letters = text.replace(/[\s=]/g, '').toUpperCase();
  const bytes = [];
  let bits = 0;
  let value = 0;
  for (const letter of letters) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) throw new Error(`not a letter of base 32: ${letter}`);
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** The code of one counter (RFC 4226). */
export function hotp(secret, counter, { digits = 6, algorithm = 'sha1' } = {}) {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac(algorithm, secret).update(message).digest();
  const offset = digest[digest.length - 1] & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The code at a moment (milliseconds since 1970), for a secret of bytes or in base 32. */
export function totp(secret, at = Date.now(), { stepSeconds = 30, ...options } = {}) {
  const bytes = typeof secret === 'string' ? fromBase32(secret) : secret;
  return hotp(bytes, Math.floor(at / 1000 / stepSeconds), options);
}

const lastStep = new Map();

/** A code that was not given before by this function: a server accepts each code once, so this waits if it must. */
export async function freshTotp(secret, { now = cityNow, stepSeconds = 30 } = {}) {
  const step = () => Math.floor(now() / 1000 / stepSeconds);
  while (lastStep.get(secret) === step()) {
    const left = stepSeconds * 1000 - (now() % (stepSeconds * 1000));
    await new Promise((resolve) => setTimeout(resolve, left + 50));
  }
  lastStep.set(secret, step());
  return totp(secret, now(), { stepSeconds });
}
