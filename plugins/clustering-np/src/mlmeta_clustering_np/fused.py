"""The fused multiply-add `a b + c`, rounded once, from operations that round each on their own.

NumPy has none. The product and the sums are split into their rounded values and their errors, which float64 holds exactly (Dekker
1971; Knuth, "The Art of Computer Programming" 2, 4.2.2), and the errors are added with rounding to odd, after which one ordinary
addition rounds the exact result (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums: proved algorithms using
rounding to odd", IEEE Transactions on Computers 57(4), 2008, section 4).
"""

from fractions import Fraction

import numpy as np

from mlmeta_clustering_np.arrays import Doubles

SPLITTER = 2.0**27 + 1
# Between these magnitudes no error of a product or of a sum underflows, and no part of a product overflows.
SMALLEST, LARGEST = 2.0**-900, 2.0**900


def fused_multiply_add(a: Doubles, b: Doubles, c: Doubles) -> Doubles:
    """Return `a b + c`, rounded once, for finite arrays that broadcast.

    Examples
    --------
    >>> a = np.array([1 + 2.0**-52])
    >>> fused_multiply_add(a, a, -np.ones(1)) == np.array([2.0**-51 + 2.0**-104]), a * a - 1 == 2.0**-51
    (array([ True]), array([ True]))
    """
    a, b, c = np.broadcast_arrays(a, b, c)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        product, product_error = two_product(a, b)
        low, low_error = two_sum(c, product_error)
        high, high_error = two_sum(product, low)
        result: Doubles = high + sum_to_odd(high_error, low_error)
    sizes = [np.abs(a), np.abs(b), np.abs(product), np.abs(c)]
    unsafe = (product != 0) & np.logical_or.reduce([(size > LARGEST) | ((size < SMALLEST) & (size != 0)) for size in sizes])
    for at in zip(*np.nonzero(unsafe), strict=True):
        result[at] = exactly(float(a[at]), float(b[at]), float(c[at]))
    return result


def two_sum(a: Doubles, b: Doubles) -> tuple[Doubles, Doubles]:
    """Return the rounded sum and its error; both together are exact."""
    total = a + b
    other = total - a
    return total, (a - (total - other)) + (b - other)


def two_product(a: Doubles, b: Doubles) -> tuple[Doubles, Doubles]:
    """Return the rounded product and its error; both together are exact."""
    product = a * b
    a_high, a_low = halves(a)
    b_high, b_low = halves(b)
    error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return product, error


def halves(a: Doubles) -> tuple[Doubles, Doubles]:
    """Return two numbers of at most 26 bits whose sum is `a`."""
    large = SPLITTER * a
    high = large - (large - a)
    return high, a - high


def sum_to_odd(a: Doubles, b: Doubles) -> Doubles:
    """Return `a + b`; where it is not exact, that neighbour of the exact value whose last bit is 1."""
    total, error = two_sum(a, b)
    bits = np.ascontiguousarray(total).view(np.int64)
    inexact = (error != 0) & (bits & 1 == 0)
    # One step away from zero where the error has the sign of the sum, else one towards it.
    step = np.where((error > 0) == (total > 0), 1, -1)
    odd: Doubles = (bits + np.where(inexact, step, 0)).view(np.float64)
    return odd


def exactly(a: float, b: float, c: float) -> float:
    """Return `a b + c`, rounded once; infinite where it is too large."""
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    try:
        return float(exact)
    except OverflowError:
        return float("inf") if exact > 0 else float("-inf")
