#ifndef DEMO_PAST_H
#define DEMO_PAST_H

#include <stddef.h>

/// The recorded past up to a day: JSON Lines as `record --history` takes them. Its length comes with it.
const unsigned char *demo_past_until_2024_12_06(size_t *count);
const unsigned char *demo_past_until_2025_12_01(size_t *count);

#endif
