/* What is remembered of a brand, and what that makes of it: sim/moments/remember.py, utility.py and
 * smot.py, operation by operation.
 *
 * Columns are float32 and all arithmetic is float64, rounded once when a column is stored.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include "chance.h"
#include "records.h"

typedef struct {
    float awareness, precision, goodwill, use_goodwill;
} Memory; /* what fades */

typedef struct {
    double awareness, precision, goodwill, use_goodwill;
} Decay; /* what is left of it after some days */

static inline void fade(Memory *memory, const Decay *left, double prior)
{
    memory->awareness = (float)(memory->awareness * left->awareness);
    memory->precision = (float)(prior + (memory->precision - prior) * left->precision);
    memory->goodwill = (float)(memory->goodwill * left->goodwill);
    memory->use_goodwill = (float)(memory->use_goodwill * left->use_goodwill);
}

static inline void lift(Memory *memory, double step)
{
    double awareness = memory->awareness;
    memory->awareness = (float)(awareness + step * (1.0 - awareness));
}

static inline void learn(Memory *memory, float *belief, const Rules *rules, double signal,
                         double weight)
{
    double before = *belief, precision = memory->precision;
    *belief = (float)((precision * before + weight * signal) / (precision + weight));
    memory->precision = (float)smaller(precision + weight, rules->largest_weight);
}

/* A helpful brand is remembered and liked; a useless one a little remembered and resented. */
static inline void remember_moment(Memory *memory, float *belief, const Rules *rules, int helpful,
                                   double claim)
{
    double goodwill = memory->goodwill;
    if (helpful) {
        lift(memory, rules->helped);
        memory->goodwill = (float)(goodwill + rules->help_goodwill * (1.0 - goodwill));
        learn(memory, belief, rules, claim, rules->content_weight);
    } else {
        lift(memory, rules->seen);
        memory->goodwill = (float)(goodwill - rules->useless_goodwill * (1.0 + goodwill));
    }
}

/* An experience leaves goodwill; a bad one weighs more than a good one. */
static inline void resent_or_like(Memory *memory, const Rules *rules, double satisfaction)
{
    double step = rules->use_goodwill * (satisfaction - 3.5) / 1.5;
    if (step < 0.0)
        step = step * rules->negativity;
    memory->use_goodwill = (float)clip((double)memory->use_goodwill + step, -1.0, 1.0);
}

/* Before any noise. */
static inline double utility(const Memory *memory, double belief, const Rules *rules,
                             double quality_sensitivity, double price_sensitivity, double ln_price,
                             int had_last, double taste)
{
    double both = (double)memory->goodwill + (double)memory->use_goodwill;
    double value = quality_sensitivity * (belief - 3.5);
    value = value - rules->uncertainty / (double)memory->precision;
    value = value - price_sensitivity * ln_price;
    value = value + rules->goodwill * clip(both, -1.0, 1.0);
    if (had_last)
        value = value + rules->inertia;
    return value + rules->taste_spread * taste;
}

/* Experience plus its distance from expectation; falling short weighs more. */
static inline double satisfied(const Rules *rules, double stars, double belief)
{
    double surprise = stars - belief;
    double weight = surprise >= 0.0 ? rules->disconfirmation
                                    : rules->disconfirmation * rules->negativity;
    return stars + weight * surprise;
}

static inline int star_of(double satisfaction)
{
    return (int)floor(clip(satisfaction, 1.0, 5.0) + 0.5);
}

static inline void count_satisfaction(Counts *counts, int b, double satisfaction)
{
    double recommend = 2.5 * (satisfaction - 1.0);
    counts->judged[b]++;
    counts->satisfaction[b] += (int64_t)floor(1000.0 * satisfaction + 0.5);
    counts->satisfied[b] += satisfaction >= 4.0;
    counts->promoters[b] += recommend >= 8.5;
    counts->detractors[b] += recommend < 6.5;
}

/* A buyer may write a review, which is pulled towards the rating shown. */
static inline void may_write(Counts *counts, const Rules *rules, int b, double rating,
                             double satisfaction, uint32_t word)
{
    if (word < threshold(rules->write[star_of(satisfaction) - 1])) {
        double shown = satisfaction + rules->herding * (rating - satisfaction);
        counts->board[b][star_of(shown) - 1]++;
    }
}

/* The day on which what was bought will be judged. */
static inline int16_t day_of_judgement(const Rules *rules, uint32_t word, int day)
{
    int lag = (int)floor(-logarithm(uniform(word)) * (rules->lag_days - 1.0));
    return (int16_t)(day + 1 + lag < LAST_DAY ? day + 1 + lag : LAST_DAY);
}

static inline int16_t day_of_next_needs(const Rules *rules, int day)
{
    int ripe = day + (int)rules->refractory_days;
    return (int16_t)(ripe < LAST_DAY ? ripe : LAST_DAY);
}

#endif
