/* The days of the engine profile, in C: another engine, tuned to what the hardware allows.
 *
 * Same draws, same arithmetic and same bits as the kernels in sim/moments, but tuned for nothing
 * except the profile of lite.yaml, a single persona and at most four brands. The kernels' own day
 * in C is in hot_loop.c; here
 *
 * - nobody is looked at in vain. Needs depend on the calendar alone, so that each idle consumer
 *   waits on the pages of the day on which the next need falls, and who uses a product on those of
 *   the day on which it will be judged. Adverts are remembered when somebody's memory is next read,
 *   one after the other, as if they had been remembered at once;
 * - a block of people in a journey meets its next moments together;
 * - a consumer is two cache lines, and those in a journey live in an array without gaps;
 * - a pick from cumulative thresholds starts where the word's first byte says.
 */
#include <stdbool.h>

#include "chance.h"
#include "memory.h"
#include "records.h"

enum { BLOCK = 256, PAGE = 62, FIRST_BYTES = 256 };

typedef struct {
    Memory memory[BRANDS]; /* the first cache line */
    float belief[BRANDS];
    int16_t refreshed_day[BRANDS];
    float information_search; /* in 255ths */
    float price_sensitivity, quality_sensitivity, last_satisfaction;
    int16_t told_day; /* adverts are remembered up to this day */
    int16_t onset_day, ripe_day, due_day, purchase_onset;
    uint8_t phase, need_class, media_class, first_slot, considered, read;
    int8_t using_brand, last_brand;
} __attribute__((aligned(CACHE_LINE))) Consumer;

typedef struct {
    int32_t count, next; /* how many, and the next page of the same day or of those spare */
    uint32_t who[PAGE];
} Page; /* some of those who wait for a day */

typedef struct {
    Consumer *people;
    Page *pages;
    int32_t *calendar;    /* the first page, by day */
    Consumer *journeys;   /* who is in a journey lives here meanwhile */
    uint32_t *travellers; /* their numbers */
    int32_t *gone;        /* places of those whose journey ended today */
    uint32_t *need;       /* thresholds, class x day */
    uint32_t *reach;      /* thresholds of the past, class x brand x day */
    Decay *decay;
    int32_t consumers, days, live, ended, room, used, spare;
    const Day *today;
    uint32_t reach_today[CLASSES][BRANDS];
    int64_t helps[BRANDS][CONTEXTS][CHANNELS];
    uint8_t moment_from[3][CONTEXTS][FIRST_BYTES], channel_from[MOMENTS][CONTEXTS][FIRST_BYTES];
    Rules rules;
    Counts counts;
} World;

/* A pick from where the first byte of the word leads. */
static inline int pick_from(const uint8_t *from, const int64_t *cdf, int64_t word)
{
    int k = from[word >> 24];
    while (word >= cdf[k])
        k++;
    return k;
}

static void lead(uint8_t *from, const int64_t *cdf, int rows)
{
    for (int64_t byte = 0; byte < FIRST_BYTES; byte++)
        from[byte] = (uint8_t)pick(cdf, rows, byte << 24);
}

static inline void refresh(const World *world, Consumer *who, int b, int day)
{
    int elapsed = day - who->refreshed_day[b];
    if (elapsed <= 0)
        return;
    fade(&who->memory[b], &world->decay[elapsed], world->rules.prior_weight);
    who->refreshed_day[b] = (int16_t)day;
}

/* ---- Adverts, remembered late ---------------------------------------------------------------- */

static inline void remember_adverts(World *world, Consumer *who, int day, uint32_t brands)
{
    for (; brands; brands &= brands - 1) {
        int b = __builtin_ctz(brands);
        refresh(world, who, b, day);
        lift(&who->memory[b], world->rules.advert);
        world->counts.exposures[b]++;
    }
}

/* All adverts seen since somebody was last visited, up to a day. */
static void catch_up(World *world, Consumer *who, uint32_t i, int day)
{
    const uint32_t *reach = world->reach + (size_t)who->media_class * BRANDS * world->days;
    const uint64_t luck = world->rules.luck;
    while (who->told_day < day) {
        uint32_t reached[BLOCK];
        int first = who->told_day + 1;
        int count = day - who->told_day < BLOCK ? day - who->told_day : BLOCK;
        int padded = rounded_up(count);
        for (int k = 0; k < padded; k++) {
            Words w = draw(luck, EXPOSURE, i, tick_of(first + k, WHOLE_DAY), 0);
            const uint32_t *row = reach + first + k;
            uint32_t brands = w.w0 < row[0];
#if BRANDS > 1
            brands |= (w.w1 < row[world->days]) << 1;
#endif
#if BRANDS > 2
            brands |= (w.w2 < row[2 * world->days]) << 2;
#endif
#if BRANDS > 3
            brands |= (w.w3 < row[3 * world->days]) << 3;
#endif
            reached[k] = brands;
        }
        for (int k = 0; k < count; k++)
            if (reached[k])
                remember_adverts(world, who, first + k, reached[k]);
        who->told_day = (int16_t)(first + count - 1);
    }
}

/* ---- The calendar ---------------------------------------------------------------------------- */

/* Pages are given back when their day has been lived, so that few more than full ones exist. */
static int32_t new_page(World *world, int32_t next)
{
    int32_t number = world->spare;
    if (number == NOBODY)
        number = world->used++;
    else
        world->spare = world->pages[number].next;
    world->pages[number].count = 0;
    world->pages[number].next = next;
    return number;
}

static void wait_until(World *world, uint32_t i, int day)
{
    if (day >= world->days)
        return;
    int32_t *first = &world->calendar[day];
    if (*first == NOBODY || world->pages[*first].count == PAGE)
        *first = new_page(world, *first);
    Page *page = &world->pages[*first];
    page->who[page->count++] = i;
}

/* The first day from some day on with a need; the number of days where there is none. */
static int next_need(const World *world, const Consumer *who, uint32_t i, int day)
{
    const uint32_t *need = world->need + (size_t)who->need_class * world->days;
    const uint64_t luck = world->rules.luck;
    enum { SPAN = 2 * LANES };
    day = who->ripe_day > day ? who->ripe_day : day;
    for (; day < world->days; day += SPAN) {
        uint32_t born[SPAN];
        for (int k = 0; k < SPAN; k++)
            born[k] = draw(luck, NEED, i, tick_of(day + k, WHOLE_DAY), 0).w0 < need[day + k];
        for (int k = 0; k < SPAN; k++)
            if (born[k])
                return day + k < world->days ? day + k : world->days;
    }
    return world->days;
}

/* ---- Use, and what is written about it ------------------------------------------------------- */

static void judge(World *world, Consumer *who, double fit, double chance, uint32_t word)
{
    const Rules *rules = &world->rules;
    const Day *today = world->today;
    int b = who->using_brand;
    refresh(world, who, b, (int)today->day);
    double stars = today->quality[b] + rules->fit_spread * fit + rules->experience_spread * chance;
    double satisfaction = satisfied(rules, stars, who->belief[b]);
    learn(&who->memory[b], &who->belief[b], rules, satisfaction, rules->experience_weight);
    resent_or_like(&who->memory[b], rules, satisfaction);
    who->last_brand = (int8_t)b;
    who->last_satisfaction = (float)satisfaction;
    count_satisfaction(&world->counts, b, satisfaction);
    may_write(&world->counts, rules, b, today->rating[b], satisfaction, word);
    who->phase = IDLE;
    who->due_day = NEVER;
}

/* Some people judge what they have used. */
static void experience(World *world, const uint32_t *users, int n)
{
    const uint64_t luck = world->rules.luck, person = world->rules.person;
    const int padded = rounded_up(n);
    uint32_t onset[BLOCK] = {0}, brand[BLOCK] = {0}, fit[BLOCK], chance[BLOCK], tell[BLOCK];
    double fits[BLOCK], chances[BLOCK];
    for (int k = 0; k < n; k++) {
        const Consumer *who = &world->people[users[k]];
        onset[k] = tick_of(who->purchase_onset, WHOLE_DAY);
        brand[k] = (uint32_t)who->using_brand;
    }
    for (int k = 0; k < padded; k++) {
        fit[k] = (uint32_t)draw(person, TASTE, users[k], 0, brand[k]).w0;
        chance[k] = (uint32_t)draw(luck, USE, users[k], onset[k], 0).w0;
        tell[k] = (uint32_t)draw(luck, TELL, users[k], onset[k], 0).w0;
    }
    normals(fit, padded, fits);
    normals(chance, padded, chances);
    for (int k = 0; k < n; k++)
        judge(world, &world->people[users[k]], fits[k], chances[k], tell[k]);
}

/* ---- Where a journey begins and ends --------------------------------------------------------- */

/* Somebody leaves for the array of journeys. */
static void depart(World *world, uint32_t i)
{
    if (world->live + LANES > world->room) {
        world->room = 2 * (world->room + BLOCK);
        size_t room = (size_t)world->room;
        Consumer *moved = aligned_alloc(CACHE_LINE, room * sizeof *moved);
        if (world->live)
            memcpy(moved, world->journeys, (size_t)world->live * sizeof *moved);
        free(world->journeys);
        world->journeys = moved;
        world->travellers = realloc(world->travellers, room * sizeof *world->travellers);
        world->gone = realloc(world->gone, room * sizeof *world->gone);
    }
    world->journeys[world->live] = world->people[i];
    world->travellers[world->live++] = i;
}

/* The needs of those who departed last. */
static void open_journeys(World *world, int first, int n)
{
    const Rules *rules = &world->rules;
    const int day = (int)world->today->day, padded = rounded_up(n);
    const uint32_t tick = tick_of(day, WHOLE_DAY), *who = world->travellers + first;
    uint32_t onset[BLOCK], recall[BRANDS][BLOCK];
    for (int k = 0; k < padded; k++)
        onset[k] = (uint32_t)draw(rules->luck, ONSET, who[k], tick, 0).w0;
    for (int b = 0; b < BRANDS; b++)
        for (int k = 0; k < padded; k++)
            recall[b][k] = (uint32_t)draw(rules->luck, RECALL, who[k], tick, (uint32_t)b).w0;
    for (int k = 0; k < n; k++) {
        Consumer *person = &world->journeys[first + k];
        person->phase = person->last_brand >= 0 ? EVALUATE : EXPLORE;
        person->onset_day = (int16_t)day;
        person->first_slot = (uint8_t)(pick(rules->onset, SLOTS, onset[k]) + 1);
        person->read = 0;
        person->considered = 0;
        for (int b = 0; b < BRANDS; b++) {
            refresh(world, person, b, day);
            bool evoked = recall[b][k] < threshold((double)person->memory[b].awareness);
            person->considered |= (uint8_t)(evoked << b);
        }
    }
    world->counts.opened += n;
}

static inline void end_journey(World *world, Consumer *who, int end)
{
    world->counts.ended[end][who->phase - EXPLORE]++;
    who->phase = IDLE;
}

static void start_using(World *world, Consumer *who, uint32_t i, int b)
{
    const Rules *rules = &world->rules;
    int day = (int)world->today->day;
    uint64_t word = draw(rules->luck, USE, i, tick_of(who->onset_day, WHOLE_DAY), 0).w1;
    who->phase = USING;
    who->using_brand = (int8_t)b;
    who->purchase_onset = who->onset_day;
    who->due_day = day_of_judgement(rules, (uint32_t)word, day);
    who->ripe_day = day_of_next_needs(rules, day);
    refresh(world, who, b, day);
    lift(&who->memory[b], rules->bought);
}

/* ---- The moments of a block of journeys ------------------------------------------------------ */

typedef struct {
    uint32_t who[BLOCK], tick[BLOCK], step[BLOCK];
    uint8_t at[BLOCK], context[BLOCK], device[BLOCK], moment[BLOCK], channel[BLOCK];
    uint32_t read[BLOCK], another[BLOCK];
    uint32_t noticed[BRANDS][BLOCK], helpful[BRANDS][BLOCK];
    uint32_t first[BLOCK], second[BLOCK], third[BLOCK];
    int count;
} Batch; /* one moment of each of several people */

typedef struct {
    uint8_t events[BLOCK], fades[BLOCK]; /* by bits of day-parts */
    uint8_t context[SLOTS][BLOCK];
    uint32_t device[SLOTS][BLOCK];
} Agenda; /* the day of a block, as far as it is known in the morning */

typedef struct {
    World *world;
    Consumer *people;
    const uint32_t *who;
    int size;
    Agenda agenda;
    Batch one, other;
} Block;

/* Who is in a journey since today has seen them before. */
static void see_adverts(Block *block)
{
    World *world = block->world;
    const uint64_t luck = world->rules.luck;
    const uint32_t *who = block->who;
    const int day = (int)world->today->day, padded = rounded_up(block->size);
    const uint32_t tick = tick_of(day, WHOLE_DAY);
    uint32_t words[4][BLOCK];
    for (int k = 0; k < padded; k++) {
        Words w = draw(luck, EXPOSURE, who[k], tick, 0);
        words[0][k] = (uint32_t)w.w0;
        words[1][k] = (uint32_t)w.w1;
        words[2][k] = (uint32_t)w.w2;
        words[3][k] = (uint32_t)w.w3;
    }
    for (int k = 0; k < block->size; k++) {
        Consumer *person = &block->people[k];
        const uint32_t *reach = world->reach_today[person->media_class];
        uint32_t brands = 0;
        for (int b = 0; b < BRANDS; b++)
            brands |= (uint32_t)(words[b][k] < reach[b]) << b;
        if (brands && person->onset_day < day)
            remember_adverts(world, person, day, brands);
    }
}

/* Where everybody is in each day-part, and whether a moment occurs there or the need fades. */
static void make_agenda(Block *block)
{
    const Rules *rules = &block->world->rules;
    const Day *today = block->world->today;
    const uint64_t luck = rules->luck, forget = (uint64_t)rules->forget;
    const uint32_t *who = block->who;
    const int padded = rounded_up(block->size);
    Agenda *agenda = &block->agenda;
    uint32_t events[BLOCK] = {0}, fades[BLOCK] = {0};
    for (int slot = 0; slot < SLOTS; slot++) {
        const int64_t *place = rules->context[today->weekend][slot], *occurs = rules->occurs[slot];
        const uint64_t p0 = place[0], p1 = place[1], p2 = place[2];
        const uint64_t o0 = occurs[0], o1 = occurs[1], o2 = occurs[2], o3 = occurs[3];
        const uint32_t tick = tick_of((int)today->day, slot);
        uint32_t context[BLOCK];
        for (int k = 0; k < padded; k++) {
            Words w = draw(luck, SLOT, who[k], tick, 0);
            uint64_t chance = w.w1 < p0 ? o0 : w.w1 < p1 ? o1 : w.w1 < p2 ? o2 : o3;
            context[k] = (w.w1 >= p0) + (w.w1 >= p1) + (w.w1 >= p2);
            events[k] |= (uint32_t)(w.w0 < chance) << slot;
            fades[k] |= (uint32_t)(w.w2 < forget) << slot;
            agenda->device[slot][k] = (uint32_t)w.w3;
        }
        for (int k = 0; k < padded; k++)
            agenda->context[slot][k] = (uint8_t)context[k];
    }
    for (int k = 0; k < block->size; k++) {
        const Consumer *person = &block->people[k];
        uint32_t lived = person->onset_day == today->day ? 0xFFu << person->first_slot : 0xFFu;
        agenda->fades[k] = (uint8_t)(fades[k] & lived);
        agenda->events[k] = (uint8_t)((events[k] | fades[k]) & lived);
    }
}

/* The next day-part in which something happens to one of the block is put on the batch. */
static inline void to_next_session(Block *block, int k, Batch *batch)
{
    World *world = block->world;
    Agenda *agenda = &block->agenda;
    if (!agenda->events[k])
        return;
    int slot = __builtin_ctz(agenda->events[k]);
    if (agenda->fades[k] >> slot & 1) {
        end_journey(world, &block->people[k], FORGOT);
        return;
    }
    agenda->events[k] &= (uint8_t)(agenda->events[k] - 1);
    int n = batch->count++, x = agenda->context[slot][k];
    batch->who[n] = block->who[k];
    batch->tick[n] = tick_of((int)world->today->day, slot);
    batch->step[n] = 0;
    batch->at[n] = (uint8_t)k;
    batch->context[n] = (uint8_t)x;
    batch->device[n] = (uint8_t)pick(world->rules.devices[x], HANDS, agenda->device[slot][k]);
    world->counts.sessions++;
}

static void draw_moments(Block *block, Batch *batch)
{
    World *world = block->world;
    const Rules *rules = &world->rules;
    const uint64_t luck = rules->luck;
    const uint32_t *who = batch->who, *tick = batch->tick, *step = batch->step;
    const int padded = rounded_up(batch->count);
    uint32_t moment[BLOCK], channel[BLOCK], stream[BLOCK] = {0};
    for (int n = 0; n < padded; n++) {
        Words w = draw(luck, STEP, who[n], tick[n], step[n]);
        moment[n] = (uint32_t)w.w0;
        channel[n] = (uint32_t)w.w1;
        batch->read[n] = (uint32_t)w.w2;
    }
    for (int n = 0; n < padded; n++)
        batch->another[n] = (uint32_t)draw(luck, SESSION, who[n], tick[n], step[n]).w0;
    for (int b = 0; b < BRANDS; b++)
        for (int n = 0; n < padded; n++) {
            Words w = draw(luck, ENCOUNTER, who[n], tick[n], 16 * step[n] + (uint32_t)b);
            batch->noticed[b][n] = (uint32_t)w.w0;
            batch->helpful[b][n] = (uint32_t)w.w1;
        }
    for (int n = 0; n < batch->count; n++) {
        int x = batch->context[n], stage = block->people[batch->at[n]].phase - EXPLORE;
        int m = pick_from(world->moment_from[stage][x], rules->moment[stage][x], moment[n]);
        int c = pick_from(world->channel_from[m][x], rules->channel[m][x], channel[n]);
        batch->moment[n] = (uint8_t)m;
        batch->channel[n] = (uint8_t)c;
        stream[n] = m == BUY ? OUTSIDE : PROGRESS;
        world->counts.moments[m][c]++;
        world->counts.by_device[batch->device[n]]++;
        world->counts.by_context[x]++;
    }
    for (int n = 0; n < padded; n++) {
        Words w = draw(luck, stream[n], who[n], tick[n], step[n]);
        batch->first[n] = (uint32_t)w.w0;
        batch->second[n] = (uint32_t)w.w1;
        batch->third[n] = (uint32_t)w.w2;
    }
}

/* Which brands are noticed and which of them help; what is remembered of it. Returns the latter. */
static inline unsigned encounter(World *world, Consumer *who, const Batch *batch, int n)
{
    const Rules *rules = &world->rules;
    const Day *today = world->today;
    int m = batch->moment[n], c = batch->channel[n], x = batch->context[n];
    unsigned seen = 0, helped = 0;
    for (int b = 0; b < BRANDS; b++)
        seen |= (unsigned)(batch->noticed[b][n] < today->noticed[b][m][c]) << b;
    for (; seen; seen &= seen - 1) {
        int b = __builtin_ctz(seen);
        refresh(world, who, b, (int)today->day);
        world->counts.noticed[b][m][c]++;
        bool helpful = batch->helpful[b][n] < world->helps[b][x][c];
        helped |= (unsigned)helpful << b;
        world->counts.helped[b][m][c] += helpful;
        remember_moment(&who->memory[b], &who->belief[b], rules, helpful, today->claim[b]);
    }
    return helped;
}

static inline void read_reviews(World *world, Consumer *who, uint32_t word, double chance)
{
    const Day *today = world->today;
    unsigned wanted = who->considered & ~who->read;
    if (!wanted || word >= threshold(chance * (0.5 + (double)who->information_search * PART)))
        return;
    for (; wanted; wanted &= wanted - 1) {
        int b = __builtin_ctz(wanted);
        if (today->review_weight[b] > 0.0) {
            refresh(world, who, b, (int)today->day);
            learn(&who->memory[b], &who->belief[b], &world->rules, today->rating[b],
                  today->review_weight[b]);
            who->read |= (uint8_t)(1u << b);
        }
    }
}

/* A moment before the choice. */
static inline void look_up(World *world, Consumer *who, const Batch *batch, int n, unsigned helped)
{
    const Rules *rules = &world->rules;
    int m = batch->moment[n];
    if (!helped && batch->third[n] >= rules->third_party[m]) {
        if (batch->second[n] < rules->give_up_unanswered)
            end_journey(world, who, UNANSWERED);
        return;
    }
    world->counts.answered[m]++;
    who->phase += batch->first[n] < rules->advance && who->phase < READY;
}

/* What the noise of a choice is for each of several people and brands. */
typedef struct {
    uint32_t who[BRANDS * BLOCK], tick[BRANDS * BLOCK], key[BRANDS * BLOCK], brand[BRANDS * BLOCK];
    double taste[BRANDS * BLOCK], noise[BRANDS * BLOCK];
    int count;
} Options;

static void draw_options(const World *world, Options *options)
{
    const uint64_t luck = world->rules.luck, person = world->rules.person;
    const int padded = rounded_up(options->count);
    uint32_t taste[BRANDS * BLOCK] = {0}, noise[BRANDS * BLOCK];
    for (int k = 0; k < padded; k++)
        noise[k] =
            (uint32_t)draw(luck, CHOICE, options->who[k], options->tick[k], options->key[k]).w0;
    for (int k = 0; k < padded; k++)
        taste[k] = (uint32_t)draw(person, TASTE, options->who[k], 0, options->brand[k]).w1;
    normals(taste, padded, options->taste);
    gumbels(noise, padded, options->noise);
}

static void pay(World *world, Consumer *who, const Batch *batch, int n, int b)
{
    world->counts.purchases[b]++;
    world->counts.purchases_by_channel[b][batch->channel[n]]++;
    world->counts.purchases_by_device[b][batch->device[n]]++;
    end_journey(world, who, BOUGHT);
    start_using(world, who, batch->who[n], b);
}

static inline double worth(const World *world, Consumer *who, int b, double taste)
{
    const Day *today = world->today;
    refresh(world, who, b, (int)today->day);
    return utility(&who->memory[b], who->belief[b], &world->rules, who->quality_sensitivity,
                   who->price_sensitivity, today->ln_price[b], who->last_brand == b, taste);
}

/* The moments to buy of a batch: the option of largest utility and noise is chosen, and paid. */
static void buy(Block *block, const Batch *batch, const uint8_t *buyers, int count)
{
    World *world = block->world;
    static Options options;
    double outside[BLOCK];
    uint32_t words[BLOCK] = {0};
    options.count = 0;
    for (int j = 0; j < count; j++) {
        int n = buyers[j];
        words[j] = batch->first[n];
        unsigned brands = block->people[batch->at[n]].considered;
        for (; brands; brands &= brands - 1) {
            int k = options.count++;
            options.brand[k] = (uint32_t)__builtin_ctz(brands);
            options.who[k] = batch->who[n];
            options.tick[k] = batch->tick[n];
            options.key[k] = 16 * batch->step[n] + options.brand[k];
        }
    }
    draw_options(world, &options);
    gumbels(words, rounded_up(count), outside);
    for (int j = 0, k = 0; j < count; j++) {
        int n = buyers[j], winner = NOBODY;
        Consumer *who = &block->people[batch->at[n]];
        double winning = world->rules.not_now[who->phase] + outside[j];
        for (unsigned brands = who->considered; brands; brands &= brands - 1, k++) {
            int b = (int)options.brand[k];
            double value = worth(world, who, b, options.taste[k]) + options.noise[k];
            if (value > winning) {
                winner = b;
                winning = value;
            }
        }
        if (winner != NOBODY)
            pay(world, who, batch, n, winner);
        else if (batch->second[n] < world->rules.give_up_not_now)
            end_journey(world, who, who->considered ? NOT_NOW : EMPTY);
    }
}

/* Everybody of the batch lives one moment; the moments that follow are put on the other. */
static void live_moments(Block *block, Batch *batch, Batch *next)
{
    World *world = block->world;
    const Rules *rules = &world->rules;
    uint8_t buyers[BLOCK];
    int count = 0;
    draw_moments(block, batch);
    for (int n = 0; n < batch->count; n++) {
        Consumer *who = &block->people[batch->at[n]];
        int m = batch->moment[n];
        unsigned helped = encounter(world, who, batch, n);
        who->considered |= (uint8_t)helped;
        read_reviews(world, who, batch->read[n], rules->read[m][batch->channel[n]]);
        if (m == BUY)
            buyers[count++] = (uint8_t)n;
        else
            look_up(world, who, batch, n, helped);
    }
    buy(block, batch, buyers, count);
    next->count = 0;
    for (int n = 0; n < batch->count; n++) {
        int phase = block->people[batch->at[n]].phase;
        if (phase == IDLE || phase == USING)
            continue;
        if (batch->another[n] >= rules->another || batch->step[n] + 1 == MAX_STEPS) {
            to_next_session(block, batch->at[n], next);
            continue;
        }
        int k = next->count++;
        next->who[k] = batch->who[n];
        next->tick[k] = batch->tick[n];
        next->step[k] = batch->step[n] + 1;
        next->at[k] = batch->at[n];
        next->context[k] = batch->context[n];
        next->device[k] = batch->device[n];
    }
}

static void live_block(Block *block)
{
    Batch *batch = &block->one, *next = &block->other;
    see_adverts(block);
    make_agenda(block);
    batch->count = 0;
    for (int k = 0; k < block->size; k++)
        to_next_session(block, k, batch);
    while (batch->count) {
        live_moments(block, batch, next);
        Batch *lived = batch;
        batch = next;
        next = lived;
    }
}

/* ---- The day --------------------------------------------------------------------------------- */

static void open_day(World *world, const Day *today)
{
    world->today = today;
    for (int c = 0; c < CLASSES; c++)
        for (int b = 0; b < BRANDS; b++) {
            uint32_t reach = (uint32_t)today->reach[b][c];
            world->reach_today[c][b] = reach;
            world->reach[((size_t)c * BRANDS + (size_t)b) * world->days + today->day] = reach;
        }
    for (int b = 0; b < BRANDS; b++)
        for (int x = 0; x < CONTEXTS; x++)
            for (int c = 0; c < CHANNELS; c++)
                world->helps[b][x][c] = threshold(today->usefulness[b] * world->rules.fit[x][c]);
}

/* Some of those on today's list: products are judged, needs are born, journeys begin. */
static void live_listed(World *world, const uint32_t *listed, int n)
{
    int day = (int)world->today->day, before = world->live, users = 0;
    uint32_t using[BLOCK] = {0};
    for (int k = 0; k < n; k++) {
        Consumer *who = &world->people[listed[k]];
        catch_up(world, who, listed[k], day);
        using[users] = listed[k];
        users += who->phase == USING;
        if (who->phase == IDLE)
            depart(world, listed[k]);
    }
    experience(world, using, users);
    for (int k = 0; k < users; k++) {
        int born = next_need(world, &world->people[using[k]], using[k], day);
        if (born == day)
            depart(world, using[k]);
        else
            wait_until(world, using[k], born);
    }
    open_journeys(world, before, world->live - before);
}

static void live_calendar(World *world)
{
    int32_t number = world->calendar[world->today->day];
    while (number != NOBODY) {
        Page *page = &world->pages[number];
        uint32_t listed[PAGE];
        int32_t next = page->next;
        int n = page->count;
        memcpy(listed, page->who, sizeof listed);
        page->next = world->spare;
        world->spare = number;
        for (int k = 0; k < n; k++) {
            __builtin_prefetch(&world->people[listed[k]]);
            __builtin_prefetch((char *)&world->people[listed[k]] + CACHE_LINE);
        }
        live_listed(world, listed, n);
        number = next;
    }
}

/* Those of a block whose journey has ended go home. */
static void go_home(World *world, const Block *block)
{
    int day = (int)world->today->day;
    for (int k = 0; k < block->size; k++) {
        Consumer *who = &block->people[k];
        uint32_t i = block->who[k];
        if (who->phase != IDLE && who->phase != USING)
            continue;
        who->told_day = (int16_t)day;
        int until = who->phase == USING ? who->due_day : next_need(world, who, i, day + 1);
        world->people[i] = *who;
        world->gone[world->ended++] = (int32_t)(who - world->journeys);
        wait_until(world, i, until);
    }
}

static void live_journeys(World *world)
{
    static Block block;
    block.world = world;
    world->ended = 0;
    for (int first = 0; first < world->live; first += BLOCK) {
        block.people = world->journeys + first;
        block.who = world->travellers + first;
        block.size = world->live - first < BLOCK ? world->live - first : BLOCK;
        live_block(&block);
        go_home(world, &block);
    }
    while (world->ended) {
        int hole = world->gone[--world->ended], last = --world->live;
        world->journeys[hole] = world->journeys[last];
        world->travellers[hole] = world->travellers[last];
    }
    world->counts.active += world->live;
}

/* Everybody waits for a first need. */
static void begin(World *world)
{
    for (int32_t i = world->consumers - 1; i >= 0; i--) {
        world->people[i].told_day = -1;
        wait_until(world, (uint32_t)i, next_need(world, &world->people[i], (uint32_t)i, 0));
    }
}

/* Everybody goes home and remembers the adverts of all days. */
static void finish(World *world)
{
    for (int k = 0; k < world->live; k++) {
        world->journeys[k].told_day = (int16_t)(world->days - 1);
        world->people[world->travellers[k]] = world->journeys[k];
    }
    for (int32_t i = 0; i < world->consumers; i++)
        catch_up(world, &world->people[i], (uint32_t)i, world->days - 1);
}

void live_day(World *world, const Day *today)
{
    open_day(world, today);
    if (today->day == 0)
        begin(world);
    live_calendar(world);
    live_journeys(world);
    if (today->day == world->days - 1)
        finish(world);
}

/* ---- A world --------------------------------------------------------------------------------- */

World *create(int32_t consumers, int32_t days, const Rules *rules, const uint32_t *need,
              const Decay *decay)
{
    World *world = calloc(1, sizeof *world);
    size_t table = (size_t)CLASSES * (size_t)(days + BLOCK);
    world->consumers = consumers;
    world->days = days;
    world->rules = *rules;
    world->people = new_room((size_t)consumers * sizeof(Consumer));
    world->pages = malloc(((size_t)consumers / PAGE + (size_t)days + 1) * sizeof *world->pages);
    world->spare = NOBODY;
    world->calendar = malloc(sizeof *world->calendar * (size_t)days);
    world->need = calloc(table, sizeof *world->need);
    world->reach = calloc(table * BRANDS, sizeof *world->reach);
    world->decay = malloc((size_t)(days + 1) * sizeof *world->decay);
    memcpy(world->need, need, sizeof *need * CLASSES * (size_t)days);
    memcpy(world->decay, decay, (size_t)(days + 1) * sizeof *world->decay);
    for (int day = 0; day < days; day++)
        world->calendar[day] = NOBODY;
    for (int x = 0; x < CONTEXTS; x++) {
        for (int stage = 0; stage < 3; stage++)
            lead(world->moment_from[stage][x], rules->moment[stage][x], BUY + 1);
        for (int m = 0; m < MOMENTS; m++)
            lead(world->channel_from[m][x], rules->channel[m][x], CHANNELS);
    }
    return world;
}

void destroy(World *world)
{
    free(world->people);
    free(world->pages);
    free(world->calendar);
    free(world->journeys);
    free(world->travellers);
    free(world->gone);
    free(world->need);
    free(world->reach);
    free(world->decay);
    free(world);
}

Consumer *people(World *world) { return world->people; }

Counts *counts(World *world) { return &world->counts; }

/* Bytes of everything that grows with the number of consumers. */
int64_t state_bytes(const World *world)
{
    int64_t journey = sizeof(Consumer) + sizeof *world->travellers + sizeof *world->gone;
    int64_t consumers = world->consumers * (int64_t)sizeof(Consumer);
    return consumers + world->used * (int64_t)sizeof(Page) + world->room * journey;
}
