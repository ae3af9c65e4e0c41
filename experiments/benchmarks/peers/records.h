/* The words of the model, and what Python hands over: c_layout.py lays out the same records. */
#ifndef RECORDS_H
#define RECORDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef BRANDS
#define BRANDS 4
#endif

enum { CACHE_LINE = 64, HUGE_PAGE = 1 << 21 };
enum { MOMENTS = 7, CHANNELS = 10, CONTEXTS = 5, DEVICES = 4, HANDS = 3, SLOTS = 6 };
enum { CLASSES = 256, STARS = 5, MAX_STEPS = 64, LAST_DAY = 32000 };
enum { IDLE, EXPLORE, EVALUATE, READY, USING, PHASES };
enum { BOUGHT, FORGOT, UNANSWERED, NOT_NOW, CHECKOUT, EMPTY, ENDS };
enum { TASTE = 2, NEED = 5, EXPOSURE = 6, ONSET = 7, RECALL = 10, SLOT = 11, STEP = 12 };
enum { PROGRESS = 13, SESSION = 14, ENCOUNTER = 15, CHOICE = 16, OUTSIDE = 17, USE = 18 };
enum { TELL = 20, BUY = 5, WHOLE_DAY = 7, NEVER = -32768, NOBODY = -1 };

typedef struct {
    uint64_t luck, person;
    int64_t forget, another, advance, give_up_unanswered, give_up_not_now, refractory_days;
    double advert, seen, helped, bought, help_goodwill, useless_goodwill, content_weight;
    double prior_weight, largest_weight, experience_weight, use_goodwill, negativity;
    double disconfirmation, goodwill, inertia, uncertainty, taste_spread, fit_spread;
    double experience_spread, herding, lag_days;
    int64_t onset[SLOTS], context[2][SLOTS][CONTEXTS], moment[3][CONTEXTS][BUY + 1];
    int64_t channel[MOMENTS][CONTEXTS][CHANNELS], devices[CONTEXTS][HANDS];
    int64_t occurs[SLOTS][CONTEXTS], third_party[MOMENTS];
    double read[MOMENTS][CHANNELS], fit[CONTEXTS][CHANNELS], write[STARS], not_now[PHASES];
} Rules;

typedef struct {
    int64_t day, weekend;
    double usefulness[BRANDS], claim[BRANDS], quality[BRANDS], ln_price[BRANDS], rating[BRANDS];
    double review_weight[BRANDS];
    int64_t noticed[BRANDS][MOMENTS][CHANNELS], reach[BRANDS][CLASSES];
} Day;

typedef struct {
    int64_t opened, active, sessions, answered[MOMENTS], ended[ENDS][3];
    int64_t moments[MOMENTS][CHANNELS], by_device[DEVICES], by_context[CONTEXTS];
    int64_t exposures[BRANDS], noticed[BRANDS][MOMENTS][CHANNELS];
    int64_t helped[BRANDS][MOMENTS][CHANNELS], purchases[BRANDS];
    int64_t purchases_by_channel[BRANDS][CHANNELS], purchases_by_device[BRANDS][DEVICES];
    int64_t judged[BRANDS], satisfaction[BRANDS], satisfied[BRANDS], promoters[BRANDS];
    int64_t detractors[BRANDS], board[BRANDS][STARS];
} Counts;

/* Empty room on large pages, which the processor finds sooner. */
static void *new_room(size_t size)
{
    size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    void *room = aligned_alloc(HUGE_PAGE, size);
#ifdef MADV_HUGEPAGE
    madvise(room, size, MADV_HUGEPAGE);
#endif
    return memset(room, 0, size);
}

#endif
