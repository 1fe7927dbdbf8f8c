#include "demo_past.h"

// Swift's compiler takes more than a minute for an array of this length; C23's takes the file as it is.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char until_2024_12_06[] = {
#embed "until-2024-12-06.jsonl"
};
static const unsigned char until_2025_12_01[] = {
#embed "until-2025-12-01.jsonl"
};

const unsigned char *demo_past_until_2024_12_06(size_t *count) {
  *count = sizeof until_2024_12_06;
  return until_2024_12_06;
}

const unsigned char *demo_past_until_2025_12_01(size_t *count) {
  *count = sizeof until_2025_12_01;
  return until_2025_12_01;
}
