import { decompose, halfEven } from '../runtime/arithmetic.ts';

/** The nearest whole number of microseconds, halves to the even one. */
export function roundMicros(micros: number): bigint {
  const [mantissa, exponent] = decompose(micros);
  return halfEven(mantissa * 2n ** BigInt(Math.max(0, exponent)), 2n ** BigInt(Math.max(0, -exponent)));
}
