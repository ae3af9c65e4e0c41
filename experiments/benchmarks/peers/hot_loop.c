/* The days of the engine profile, in C: the kernels' own day, written by hand.
 *
 * Same draws, same arithmetic, same bits and the same course of a day as sim/moments: everybody is
 * screened in blocks, whoever has cause is listed and read ahead, what was used is judged, needs
 * open journeys, and people in a journey live in rounds of one moment each, for which chance is
 * drawn in lists. People are kept as the kernels keep them, in a screen, a person and a memory of
 * each brand.
 *
 * What the profile switches off is left out, and with it the counters, reasons and logs that its
 * statistics do not ask for. tuned_loop.c shows what becomes possible where the course of the day
 * is given up.
 */
#include <stdbool.h>

#include "chance.h"
#include "memory.h"
#include "records.h"

enum { BLOCK = 4096, WIDTH = BLOCK + 2 * LANES, WORDS = 4 };

typedef struct {
    int16_t ripe_day, due_day;
    uint8_t phase, need_class, media_class;
} Screen; /* who must be visited today */

typedef struct {
    float price_sensitivity, quality_sensitivity, last_satisfaction;
    int16_t onset_day, purchase_onset;
    uint16_t considered, read;
    uint8_t information_search; /* in 255ths */
    int8_t using_brand, last_brand;
} Person;

typedef struct {
    Memory memory;
    float belief;
    int16_t refreshed_day;
} Brand; /* what somebody remembers of one */

/* ---- The sheet on which a block is worked out ------------------------------------------------ */

typedef uint32_t Column[WIDTH]; /* a power of two apart they would crowd on the same cache lines */

typedef struct {
    Column who, tick, step; /* the coordinates of what is drawn */
} List;

typedef struct {
    /* By place in the block. */
    int32_t phase[WIDTH], ripe_day[WIDTH], due_day[WIDTH];
    Column cause, life, need, media, advert[WORDS], least;
    /* Places in the block. */
    Column may, member, visited;
    /* By place among those in a journey: the day, as far as it is known in the morning. */
    Column active, happens, fades, context[SLOTS], device[SLOTS];
    /* By place in the list of those who have a moment. */
    List round;
    Column at, slot, place, hand, moment, channel, cell, helped;
    Column step[3], another[1], progress[3], met[2], meeting;
    /* By place in a shorter list, of which there is one at a time. */
    List some;
    Column first[2], second[2], third[1];
    double one[WIDTH], other[WIDTH];
    /* By place in the list of buyers, and who of them may choose a brand. */
    Column buyer, outside[2], option;
    double winning[WIDTH];
    int32_t winner[WIDTH];
} Sheet;

typedef struct {
    Screen *screen;
    Person *person;
    Brand (*brands)[BRANDS];
    uint32_t *need; /* thresholds, class x day */
    Decay *decay;
    int32_t consumers, days, day;
    const Day *today;
    uint32_t need_today[CLASSES], reach[BRANDS][CLASSES], widest[CLASSES];
    int64_t helps[BRANDS][CONTEXTS][CHANNELS];
    Rules rules;
    Counts counts;
    Sheet sheet;
} World;

static inline void put(List *list, int n, uint32_t who, uint32_t tick, uint32_t step)
{
    list->who[n] = who;
    list->tick[n] = tick;
    list->step[n] = step;
}

/* What chance holds in one matter for everybody listed: as many words of four as are wanted. */
static inline __attribute__((always_inline)) void
draw_list(const List *list, int listed, uint64_t key, uint32_t stream, uint32_t scale, uint32_t b,
          Column *restrict words, int wanted)
{
    for (int n = 0; n < rounded_up(listed); n++) {
        Words w = draw(key, stream, list->who[n], list->tick[n], scale * list->step[n] + b);
        words[0][n] = (uint32_t)w.w0;
        if (wanted > 1)
            words[1][n] = (uint32_t)w.w1;
        if (wanted > 2)
            words[2][n] = (uint32_t)w.w2;
    }
}

/* ---- Memory ---------------------------------------------------------------------------------- */

/* What somebody remembers of a brand, after the days that have passed. */
static inline Brand *recall(World *world, uint32_t i, int b)
{
    Brand *brand = &world->brands[i][b];
    int elapsed = world->day - brand->refreshed_day;
    if (elapsed > 0) {
        fade(&brand->memory, &world->decay[elapsed], world->rules.prior_weight);
        brand->refreshed_day = (int16_t)world->day;
    }
    return brand;
}

/* ---- Who must be visited, and whom which adverts reach --------------------------------------- */

/* What is known of each before any draw: a cause already certain, or the chance of a need. */
static void look(World *world, int first, int count)
{
    const Screen *screen = world->screen + first;
    Sheet *sheet = &world->sheet;
    const int day = world->day;
    for (int k = 0; k < count; k++) {
        sheet->phase[k] = screen[k].phase;
        sheet->ripe_day[k] = screen[k].ripe_day;
        sheet->due_day[k] = screen[k].due_day;
        sheet->media[k] = screen[k].media_class;
        sheet->life[k] = world->need_today[screen[k].need_class];
    }
    for (int k = 0; k < count; k++) {
        uint32_t idle = sheet->phase[k] == IDLE, using = sheet->phase[k] == USING;
        uint32_t due = using & (sheet->due_day[k] <= day);
        sheet->cause[k] = due | !(idle | using);
        sheet->life[k] *= idle & (sheet->ripe_day[k] <= day);
    }
}

static void find_needs(World *world, int first, int count)
{
    const uint64_t luck = world->rules.luck;
    const uint32_t tick = tick_of(world->day, WHOLE_DAY);
    Sheet *sheet = &world->sheet;
    for (int k = 0; k < rounded_up(count); k++) {
        uint32_t word = (uint32_t)draw(luck, NEED, (uint32_t)(first + k), tick, 0).w0;
        sheet->need[k] = word;
        sheet->cause[k] |= word < sheet->life[k];
    }
}

/* One brand's adverts are remembered by those whom they reach. */
static void show_adverts(World *world, int first, int listed, int b, const uint32_t *words)
{
    Sheet *sheet = &world->sheet;
    int reached = 0;
    for (int n = 0; n < listed; n++) {
        uint32_t k = sheet->may[n];
        sheet->member[reached] = k;
        reached += words[k] < world->reach[b][sheet->media[k]];
    }
    for (int n = 0; n < reached; n++)
        __builtin_prefetch(&world->brands[first + (int)sheet->member[n]][b]);
    for (int n = 0; n < reached; n++)
        lift(&recall(world, (uint32_t)first + sheet->member[n], b)->memory, world->rules.advert);
    world->counts.exposures[b] += reached;
}

/* A draw holds a word for each of four brands. Few have one small enough for any of them. */
static void adverts(World *world, int first, int count)
{
    const uint64_t luck = world->rules.luck;
    const uint32_t tick = tick_of(world->day, WHOLE_DAY), *widest = world->widest;
    Sheet *sheet = &world->sheet;
    for (int four = 0; four < BRANDS; four += WORDS) {
        int listed = 0;
        for (int k = 0; k < rounded_up(count); k++) {
            Words w = draw(luck, EXPOSURE, (uint32_t)(first + k), tick, (uint32_t)(four / WORDS));
            uint64_t one = w.w0 < w.w1 ? w.w0 : w.w1, other = w.w2 < w.w3 ? w.w2 : w.w3;
            sheet->advert[0][k] = (uint32_t)w.w0;
            sheet->advert[1][k] = (uint32_t)w.w1;
            sheet->advert[2][k] = (uint32_t)w.w2;
            sheet->advert[3][k] = (uint32_t)w.w3;
            sheet->least[k] = (uint32_t)(one < other ? one : other);
        }
        for (int k = 0; k < count; k++) {
            sheet->may[listed] = (uint32_t)k;
            listed += sheet->least[k] < widest[sheet->media[k]];
        }
        for (int b = four; b < BRANDS && b < four + WORDS; b++)
            show_adverts(world, first, listed, b, sheet->advert[b - four]);
    }
}

/* Who has cause, read ahead; how many. */
static int list_visited(World *world, int first, int count)
{
    Sheet *sheet = &world->sheet;
    int listed = 0;
    for (int k = 0; k < count; k++) {
        sheet->visited[listed] = (uint32_t)k;
        listed += sheet->cause[k] != 0;
    }
    for (int v = 0; v < listed; v++) {
        size_t i = (size_t)first + sheet->visited[v];
        __builtin_prefetch(&world->person[i]);
        __builtin_prefetch(&world->brands[i][0]);
        __builtin_prefetch((char *)(&world->brands[i][BRANDS - 1] + 1) - 1);
    }
    return listed;
}

/* ---- Use, and what is written about it ------------------------------------------------------- */

static void judge(World *world, uint32_t i, double fit, double chance, uint32_t tell)
{
    const Rules *rules = &world->rules;
    Person *person = &world->person[i];
    int b = person->using_brand;
    Brand *brand = recall(world, i, b);
    double spread = rules->fit_spread * fit, luck = rules->experience_spread * chance;
    double stars = world->today->quality[b] + spread + luck;
    double satisfaction = satisfied(rules, stars, brand->belief);
    learn(&brand->memory, &brand->belief, rules, satisfaction, rules->experience_weight);
    resent_or_like(&brand->memory, rules, satisfaction);
    person->last_brand = (int8_t)b;
    person->last_satisfaction = (float)satisfaction;
    count_satisfaction(&world->counts, b, satisfaction);
    may_write(&world->counts, rules, b, world->today->rating[b], satisfaction, tell);
    world->screen[i].phase = IDLE;
    world->screen[i].due_day = NEVER;
}

static void judge_uses(World *world, int first, int visited)
{
    const Rules *rules = &world->rules;
    Sheet *sheet = &world->sheet;
    List *some = &sheet->some;
    int due = 0;
    for (int v = 0; v < visited; v++) {
        uint32_t i = (uint32_t)first + sheet->visited[v];
        some->who[due] = i;
        due += (world->screen[i].phase == USING) & (world->screen[i].due_day <= world->day);
    }
    for (int n = 0; n < due; n++)
        put(some, n, some->who[n], 0, (uint32_t)world->person[some->who[n]].using_brand);
    draw_list(some, due, rules->person, TASTE, 1, 0, sheet->first, 1);
    for (int n = 0; n < due; n++)
        some->tick[n] = tick_of(world->person[some->who[n]].purchase_onset, WHOLE_DAY);
    draw_list(some, due, rules->luck, USE, 0, 0, sheet->second, 1);
    draw_list(some, due, rules->luck, TELL, 0, 0, sheet->third, 1);
    normals(sheet->first[0], rounded_up(due), sheet->one);
    normals(sheet->second[0], rounded_up(due), sheet->other);
    for (int n = 0; n < due; n++)
        judge(world, some->who[n], sheet->one[n], sheet->other[n], sheet->third[0][n]);
}

/* ---- Where a journey begins and ends --------------------------------------------------------- */

static void open_journeys(World *world, int first, int visited)
{
    const uint32_t tick = tick_of(world->day, WHOLE_DAY);
    Sheet *sheet = &world->sheet;
    List *some = &sheet->some;
    int opened = 0;
    for (int v = 0; v < visited; v++) {
        uint32_t k = sheet->visited[v], i = (uint32_t)first + k;
        const Screen *screen = &world->screen[i];
        put(some, opened, i, tick, 0);
        opened += (screen->phase == IDLE) & (screen->ripe_day <= world->day)
                & (sheet->need[k] < world->need_today[screen->need_class]);
    }
    for (int n = 0; n < opened; n++) {
        Person *person = &world->person[some->who[n]];
        world->screen[some->who[n]].phase = person->last_brand >= 0 ? EVALUATE : EXPLORE;
        person->onset_day = (int16_t)world->day;
        person->considered = 0;
        person->read = 0;
    }
    for (int b = 0; b < BRANDS; b++) {
        draw_list(some, opened, world->rules.luck, RECALL, 0, (uint32_t)b, sheet->first, 1);
        for (int n = 0; n < opened; n++) {
            uint32_t i = some->who[n];
            bool evoked = sheet->first[0][n] < threshold(recall(world, i, b)->memory.awareness);
            world->person[i].considered |= (uint16_t)(evoked << b);
        }
    }
    world->counts.opened += opened;
}

static inline void end_journey(World *world, uint32_t i, int end)
{
    world->counts.ended[end][world->screen[i].phase - EXPLORE]++;
    world->screen[i].phase = IDLE;
}

static void start_using(World *world, uint32_t i, int b)
{
    const Rules *rules = &world->rules;
    Screen *screen = &world->screen[i];
    Person *person = &world->person[i];
    Words w = draw(rules->luck, USE, i, tick_of(person->onset_day, WHOLE_DAY), 0);
    screen->phase = USING;
    screen->due_day = day_of_judgement(rules, (uint32_t)w.w1, world->day);
    screen->ripe_day = day_of_next_needs(rules, world->day);
    person->using_brand = (int8_t)b;
    person->purchase_onset = person->onset_day;
    lift(&recall(world, i, b)->memory, rules->bought);
}

/* ---- A moment: which brands are noticed, and which of them help ------------------------------ */

static inline void meet(World *world, int n, int b)
{
    Sheet *sheet = &world->sheet;
    uint32_t m = sheet->moment[n], c = sheet->channel[n];
    Brand *brand = recall(world, sheet->round.who[n], b);
    bool helpful = sheet->met[1][n] < world->helps[b][sheet->place[n]][c];
    world->counts.noticed[b][m][c]++;
    world->counts.helped[b][m][c] += helpful;
    sheet->helped[n] |= (uint32_t)helpful << b;
    remember_moment(&brand->memory, &brand->belief, &world->rules, helpful, world->today->claim[b]);
}

static void encounter(World *world, int listed)
{
    Sheet *sheet = &world->sheet;
    for (int b = 0; b < BRANDS; b++) {
        const int64_t *noticed = world->today->noticed[b][0];
        int meeting = 0;
        draw_list(&sheet->round, listed, world->rules.luck, ENCOUNTER, 16, (uint32_t)b, sheet->met,
                  2);
        for (int n = 0; n < listed; n++) {
            sheet->meeting[meeting] = (uint32_t)n;
            meeting += sheet->met[0][n] < noticed[sheet->cell[n]];
        }
        for (int k = 0; k < meeting; k++)
            meet(world, (int)sheet->meeting[k], b);
    }
}

/* ---- The moments before the choice ----------------------------------------------------------- */

static inline void may_read(World *world, uint32_t i, double chance, uint32_t word)
{
    const Day *today = world->today;
    Person *person = &world->person[i];
    unsigned wanted = person->considered & ~person->read;
    double appetite = 0.5 + (double)person->information_search * PART;
    if (!wanted || word >= threshold(chance * appetite))
        return;
    for (; wanted; wanted &= wanted - 1) {
        int b = __builtin_ctz(wanted);
        if (today->review_weight[b] > 0.0) {
            Brand *brand = recall(world, i, b);
            learn(&brand->memory, &brand->belief, &world->rules, today->rating[b],
                  today->review_weight[b]);
            person->read |= (uint16_t)(1u << b);
        }
    }
}

/* An answered moment may move the journey on; an unanswered one may end it. */
static inline void proceed(World *world, int n, uint32_t i)
{
    const Rules *rules = &world->rules;
    Sheet *sheet = &world->sheet;
    uint32_t m = sheet->moment[n];
    uint8_t *phase = &world->screen[i].phase;
    if (sheet->helped[n] || sheet->progress[2][n] < rules->third_party[m]) {
        world->counts.answered[m]++;
        *phase += (sheet->progress[0][n] < rules->advance) & (*phase < READY);
    } else if (sheet->progress[1][n] < rules->give_up_unanswered)
        end_journey(world, i, UNANSWERED);
}

/* ---- The choice ------------------------------------------------------------------------------ */

static inline double worth(World *world, uint32_t i, int b, double taste)
{
    const Person *person = &world->person[i];
    const Brand *brand = recall(world, i, b);
    return utility(&brand->memory, brand->belief, &world->rules, person->quality_sensitivity,
                   person->price_sensitivity, world->today->ln_price[b], person->last_brand == b,
                   taste);
}

/* One brand in the eyes of those buyers who consider it. */
static void weigh(World *world, int buyers, int b)
{
    Sheet *sheet = &world->sheet;
    List *some = &sheet->some;
    int options = 0;
    for (int j = 0; j < buyers; j++) {
        uint32_t n = sheet->buyer[j], i = sheet->round.who[n];
        put(some, options, i, sheet->round.tick[n], sheet->round.step[n]);
        sheet->option[options] = (uint32_t)j;
        options += world->person[i].considered >> b & 1;
    }
    draw_list(some, options, world->rules.luck, CHOICE, 16, (uint32_t)b, sheet->first, 1);
    memset(some->tick, 0, sizeof *some->tick * (size_t)options);
    draw_list(some, options, world->rules.person, TASTE, 0, (uint32_t)b, sheet->second, 2);
    gumbels(sheet->first[0], rounded_up(options), sheet->one);
    normals(sheet->second[1], rounded_up(options), sheet->other);
    for (int o = 0; o < options; o++) {
        uint32_t j = sheet->option[o];
        double value = worth(world, some->who[o], b, sheet->other[o]) + sheet->one[o];
        if (value > sheet->winning[j]) {
            sheet->winner[j] = b;
            sheet->winning[j] = value;
        }
    }
}

static void pay(World *world, int n, int b)
{
    Sheet *sheet = &world->sheet;
    uint32_t i = sheet->round.who[n];
    world->counts.purchases[b]++;
    world->counts.purchases_by_channel[b][sheet->channel[n]]++;
    world->counts.purchases_by_device[b][sheet->hand[n]]++;
    end_journey(world, i, BOUGHT);
    start_using(world, i, b);
}

/* The option of largest utility and noise is chosen, and paid. */
static void choose(World *world, int buyers)
{
    const Rules *rules = &world->rules;
    Sheet *sheet = &world->sheet;
    for (int j = 0; j < buyers; j++) {
        uint32_t n = sheet->buyer[j];
        put(&sheet->some, j, sheet->round.who[n], sheet->round.tick[n], sheet->round.step[n]);
    }
    draw_list(&sheet->some, buyers, rules->luck, OUTSIDE, 1, 0, sheet->outside, 2);
    gumbels(sheet->outside[0], rounded_up(buyers), sheet->one);
    for (int j = 0; j < buyers; j++) {
        int phase = world->screen[sheet->round.who[sheet->buyer[j]]].phase;
        sheet->winning[j] = rules->not_now[phase] + sheet->one[j];
        sheet->winner[j] = NOBODY;
    }
    for (int b = 0; b < BRANDS; b++)
        weigh(world, buyers, b);
    for (int j = 0; j < buyers; j++) {
        int n = (int)sheet->buyer[j];
        uint32_t i = sheet->round.who[n];
        if (sheet->winner[j] != NOBODY)
            pay(world, n, sheet->winner[j]);
        else if (sheet->outside[1][j] < rules->give_up_not_now)
            end_journey(world, i, world->person[i].considered ? NOT_NOW : EMPTY);
    }
}

/* ---- Sessions: moments follow one another, in rounds over a block ---------------------------- */

/* Where everybody is in each day-part, and whether a session occurs there or the need fades. */
static void find_sessions(World *world, int active)
{
    const Rules *rules = &world->rules;
    const uint64_t luck = rules->luck, forget = (uint64_t)rules->forget;
    Sheet *sheet = &world->sheet;
    memset(sheet->happens, 0, sizeof sheet->happens);
    memset(sheet->fades, 0, sizeof sheet->fades);
    for (int slot = 0; slot < SLOTS; slot++) {
        const uint32_t tick = tick_of(world->day, slot);
        const int64_t *context = rules->context[world->today->weekend][slot];
        const int64_t *occurs = rules->occurs[slot];
        for (int m = 0; m < rounded_up(active); m++) {
            Words w = draw(luck, SLOT, sheet->active[m], tick, 0);
            int x = pick(context, CONTEXTS - 1, (int64_t)w.w1);
            sheet->happens[m] |= (uint32_t)((int64_t)w.w0 < occurs[x]) << slot;
            sheet->fades[m] |= (uint32_t)(w.w2 < forget) << slot;
            sheet->context[slot][m] = (uint32_t)x;
            sheet->device[slot][m] = (uint32_t)w.w3;
        }
    }
}

/* A journey that began today acts in the day-parts after the need. */
static void begin_after_need(World *world, int active)
{
    Sheet *sheet = &world->sheet;
    int opened = 0;
    for (int m = 0; m < active; m++) {
        put(&sheet->some, opened, sheet->active[m], tick_of(world->day, WHOLE_DAY), 0);
        sheet->member[opened] = (uint32_t)m;
        opened += world->person[sheet->active[m]].onset_day == world->day;
    }
    draw_list(&sheet->some, opened, world->rules.luck, ONSET, 0, 0, sheet->first, 1);
    for (int n = 0; n < opened; n++) {
        uint32_t m = sheet->member[n];
        uint32_t after = ~0u << (pick(world->rules.onset, SLOTS, sheet->first[0][n]) + 1);
        sheet->happens[m] &= after;
        sheet->fades[m] &= after;
    }
}

/* The next session of the day takes place n, unless the need fades before, or there is none. */
static inline int next_session(World *world, uint32_t m, int n)
{
    Sheet *sheet = &world->sheet;
    uint32_t left = sheet->happens[m] | sheet->fades[m];
    if (!left)
        return 0;
    uint32_t slot = (uint32_t)__builtin_ctz(left), x = sheet->context[slot][m];
    if (sheet->fades[m] >> slot & 1) {
        end_journey(world, sheet->active[m], FORGOT);
        return 0;
    }
    sheet->happens[m] &= left - 1;
    put(&sheet->round, n, sheet->active[m], tick_of(world->day, (int)slot), 0);
    sheet->at[n] = m;
    sheet->place[n] = x;
    sheet->hand[n] = (uint32_t)pick(world->rules.devices[x], HANDS, sheet->device[slot][m]);
    world->counts.sessions++;
    return 1;
}

/* What the moment of each is, and on which channel it is answered. */
static void begin_moments(World *world, int listed)
{
    const Rules *rules = &world->rules;
    Sheet *sheet = &world->sheet;
    draw_list(&sheet->round, listed, rules->luck, STEP, 1, 0, sheet->step, 3);
    draw_list(&sheet->round, listed, rules->luck, SESSION, 1, 0, sheet->another, 1);
    draw_list(&sheet->round, listed, rules->luck, PROGRESS, 1, 0, sheet->progress, 3);
    for (int n = 0; n < listed; n++) {
        uint32_t x = sheet->place[n];
        int stage = world->screen[sheet->round.who[n]].phase - EXPLORE;
        int m = pick(rules->moment[stage][x], BUY + 1, sheet->step[0][n]);
        int c = pick(rules->channel[m][x], CHANNELS, sheet->step[1][n]);
        sheet->moment[n] = (uint32_t)m;
        sheet->channel[n] = (uint32_t)c;
        sheet->cell[n] = (uint32_t)(CHANNELS * m + c);
        sheet->helped[n] = 0;
        world->counts.moments[m][c]++;
        world->counts.by_device[sheet->hand[n]]++;
        world->counts.by_context[x]++;
    }
}

static void end_moments(World *world, int listed)
{
    Sheet *sheet = &world->sheet;
    int buyers = 0;
    for (int n = 0; n < listed; n++) {
        uint32_t i = sheet->round.who[n], m = sheet->moment[n];
        world->person[i].considered |= (uint16_t)sheet->helped[n];
        may_read(world, i, world->rules.read[m][sheet->channel[n]], sheet->step[2][n]);
        sheet->buyer[buyers] = (uint32_t)n;
        buyers += m == BUY;
        if (m != BUY)
            proceed(world, n, i);
    }
    choose(world, buyers);
}

/* After a moment: another in the same session, or the next session. How many go on. */
static int go_on(World *world, int listed)
{
    Sheet *sheet = &world->sheet;
    List *round = &sheet->round;
    int going = 0;
    for (int n = 0; n < listed; n++) {
        int phase = world->screen[round->who[n]].phase;
        if (phase == IDLE || phase == USING)
            continue;
        if (sheet->another[0][n] >= world->rules.another || round->step[n] + 1 == MAX_STEPS) {
            going += next_session(world, sheet->at[n], going);
            continue;
        }
        put(round, going, round->who[n], round->tick[n], round->step[n] + 1);
        sheet->at[going] = sheet->at[n];
        sheet->place[going] = sheet->place[n];
        sheet->hand[going] = sheet->hand[n];
        going++;
    }
    return going;
}

/* Everybody in a journey has the sessions of the day. */
static void live_sessions(World *world, int active)
{
    int listed = 0;
    find_sessions(world, active);
    begin_after_need(world, active);
    for (int m = 0; m < active; m++)
        listed += next_session(world, (uint32_t)m, listed);
    while (listed) {
        begin_moments(world, listed);
        encounter(world, listed);
        end_moments(world, listed);
        listed = go_on(world, listed);
    }
}

/* ---- The day --------------------------------------------------------------------------------- */

static void open_day(World *world, const Day *today)
{
    world->today = today;
    world->day = (int)today->day;
    memset(world->widest, 0, sizeof world->widest);
    for (int c = 0; c < CLASSES; c++) {
        world->need_today[c] = world->need[(size_t)c * (size_t)world->days + (size_t)world->day];
        for (int b = 0; b < BRANDS; b++) {
            uint32_t reach = (uint32_t)today->reach[b][c];
            world->reach[b][c] = reach;
            world->widest[c] = reach > world->widest[c] ? reach : world->widest[c];
        }
    }
    for (int b = 0; b < BRANDS; b++)
        for (int x = 0; x < CONTEXTS; x++)
            for (int c = 0; c < CHANNELS; c++)
                world->helps[b][x][c] = threshold(today->usefulness[b] * world->rules.fit[x][c]);
}

/* Who of the visited is in a journey; how many. */
static int list_active(World *world, int first, int visited)
{
    Sheet *sheet = &world->sheet;
    int listed = 0;
    for (int v = 0; v < visited; v++) {
        uint32_t i = (uint32_t)first + sheet->visited[v];
        int phase = world->screen[i].phase;
        sheet->active[listed] = i;
        listed += (phase != IDLE) & (phase != USING);
    }
    return listed;
}

void live_day(World *world, const Day *today)
{
    open_day(world, today);
    for (int first = 0; first < world->consumers; first += BLOCK) {
        int count = world->consumers - first < BLOCK ? world->consumers - first : BLOCK;
        look(world, first, count);
        find_needs(world, first, count);
        adverts(world, first, count);
        int visited = list_visited(world, first, count);
        judge_uses(world, first, visited);
        open_journeys(world, first, visited);
        live_sessions(world, list_active(world, first, visited));
        world->counts.active += list_active(world, first, visited);
    }
}

/* ---- A world --------------------------------------------------------------------------------- */

World *create(int32_t consumers, int32_t days, const Rules *rules, const uint32_t *need,
              const Decay *decay)
{
    World *world = new_room(sizeof *world);
    size_t size = (size_t)consumers, needs = CLASSES * (size_t)days * sizeof *need;
    world->consumers = consumers;
    world->days = days;
    world->rules = *rules;
    world->screen = new_room(size * sizeof *world->screen);
    world->person = new_room(size * sizeof *world->person);
    world->brands = new_room(size * sizeof *world->brands);
    world->need = memcpy(malloc(needs), need, needs);
    world->decay = malloc((size_t)(days + 1) * sizeof *decay);
    memcpy(world->decay, decay, (size_t)(days + 1) * sizeof *decay);
    return world;
}

void destroy(World *world)
{
    free(world->screen);
    free(world->person);
    free(world->brands);
    free(world->need);
    free(world->decay);
    free(world);
}

Screen *screen(World *world) { return world->screen; }

Person *person(World *world) { return world->person; }

Brand (*memory(World *world))[BRANDS] { return world->brands; }

Counts *counts(World *world) { return &world->counts; }

/* Bytes of everything that grows with the number of consumers. */
int64_t state_bytes(const World *world)
{
    size_t each = sizeof *world->screen + sizeof *world->person + sizeof *world->brands;
    return world->consumers * (int64_t)each;
}
