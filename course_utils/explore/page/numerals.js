// Numbers as a reader sees them: the minus of print before them, exponents as code has them.

/** @param {string} digits */
export const minus = (digits) => digits.replace(/^-/, "−");

/** A number with so many decimals, and no minus before a zero. */
export const fixed = (number, decimals) =>
  minus((Number(number.toFixed(decimals)) + 0).toFixed(decimals));

/** A number in so many digits at most; what is tiny or huge has an exponent, as in 2.5e-7. */
export function short(number, digits = 3) {
  const rounded = Number(number.toPrecision(digits)) + 0;
  const plain = !rounded || !Number.isFinite(rounded) || !(tiny(rounded) || huge(rounded));
  return minus(plain ? `${rounded}` : rounded.toExponential().replace("e+", "e"));
}

/** A number above 0 in just so many digits, that it may change without a jump. */
export function steady(number, digits = 3) {
  const rounded = Number(number.toPrecision(digits));
  return tiny(rounded) ? rounded.toExponential(digits - 1) : rounded.toPrecision(digits);
}

const tiny = (number) => Math.abs(number) < 1e-4;
const huge = (number) => Math.abs(number) >= 1e6;
