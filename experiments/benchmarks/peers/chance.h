/* Chance and arithmetic: sim/rng.py, operation by operation.
 *
 * All arithmetic is float64 and operands stand in the order of the Python source: compile without
 * contraction and without fast-math. What ends in s does to a list what its singular does to a
 * number, in loops without branches, which the compiler turns into vector instructions: lists are
 * therefore filled up to a whole number of LANES with numbers that nobody reads.
 */
#ifndef CHANCE_H
#define CHANCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 8 };

typedef struct {
    uint64_t w0, w1, w2, w3;
} Words;

/* Philox4x32-10 (Salmon et al. 2011) with a word in 64 bits, whose upper half is left behind. */
static inline Words draw(uint64_t key, uint32_t stream, uint32_t consumer, uint32_t a, uint32_t b)
{
    uint64_t x0 = consumer, x1 = a, x2 = b, x3 = stream;
    uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t product0 = 0xD2511F53u * x0, product1 = 0xCD9E8D57u * x2;
        x0 = (product1 >> 32) ^ x1 ^ key0;
        x1 = product1 & 0xFFFFFFFFu;
        x2 = (product0 >> 32) ^ x3 ^ key1;
        x3 = product0 & 0xFFFFFFFFu;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return (Words){x0, x1, x2, x3};
}

static inline int rounded_up(int n) { return (n + LANES - 1) / LANES * LANES; }

static inline uint32_t tick_of(int day, int slot) { return (uint32_t)(8 * day + slot); }

static const double PART = 1.0 / 255.0;

static inline double smaller(double x, double y) { return x < y ? x : y; }

static inline double clip(double x, double low, double high)
{
    x = x > low ? x : low;
    return x < high ? x : high;
}

static inline int64_t threshold(double p) { return (int64_t)(clip(p, 0.0, 1.0) * 4294967296.0); }

/* The first of rising thresholds that lies above the word. */
static inline int pick(const int64_t *cdf, int rows, int64_t word)
{
    int k = 0;
    for (int row = 0; row < rows; row++)
        k += word >= cdf[row];
    return k;
}

static inline double uniform(uint32_t word) { return ((double)word + 0.5) / 4294967296.0; }

static inline double polynomial(double x, const double *c, int n)
{
    double total = c[n - 1];
    for (int i = n - 2; i >= 0; i--)
        total = total * x + c[i];
    return total;
}

/* Of numbers that are neither zero, nor subnormal, nor infinite. */
static inline double logarithm(double x)
{
    static const double even[] = {2.0 / 5, 2.0 / 9, 2.0 / 13, 2.0 / 17, 2.0 / 21};
    static const double odd[] = {2.0 / 3, 2.0 / 7, 2.0 / 11, 2.0 / 15, 2.0 / 19};
    int64_t bits;
    double f;
    memcpy(&bits, &x, sizeof bits);
    int64_t exponent = (bits - 0x3FE6A09E667F3BCD) >> 52;
    bits -= exponent * ((int64_t)1 << 52);
    memcpy(&f, &bits, sizeof f);
    f -= 1.0;
    double k = (double)exponent, s = f / (2.0 + f), z = s * s;
    double rest = z * (polynomial(z * z, odd, 5) + z * polynomial(z * z, even, 5));
    return k * 6.93147180369123816490e-01
         - ((s * (f - rest) - k * 1.90821492927058770002e-10) - f);
}

static inline double gumbel(uint32_t word) { return -logarithm(-logarithm(uniform(word))); }

/* Wichura (1988), AS 241. */
static const double centre_above[] = {
    3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3};
static const double centre_below[] = {
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
    5.2264952788528545610e3};
static const double tail_above[] = {
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
    3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4};
static const double tail_below[] = {
    1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
    1.05075007164441684324e-9};
static const double far_above[] = {
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7};
static const double far_below[] = {
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15};

static inline double central_normal(double q)
{
    double r = 0.180625 - q * q;
    return q * polynomial(r, centre_above, 8) / polynomial(r, centre_below, 8);
}

static double tail_normal(double u)
{
    double r = sqrt(-logarithm(smaller(u, 1.0 - u))), size;
    if (r <= 5.0)
        size = polynomial(r - 1.6, tail_above, 8) / polynomial(r - 1.6, tail_below, 8);
    else
        size = polynomial(r - 5.0, far_above, 8) / polynomial(r - 5.0, far_below, 8);
    return u > 0.5 ? size : -size;
}

static void normals(const uint32_t *words, int padded, double *found)
{
    for (int k = 0; k < padded; k++)
        found[k] = central_normal(uniform(words[k]) - 0.5);
    for (int k = 0; k < padded; k++)
        if (fabs(uniform(words[k]) - 0.5) > 0.425)
            found[k] = tail_normal(uniform(words[k]));
}

static void gumbels(const uint32_t *words, int padded, double *found)
{
    for (int k = 0; k < padded; k++)
        found[k] = gumbel(words[k]);
}

#endif
