#ifndef HANDBOOK_H
#define HANDBOOK_H

#include <stddef.h>

/// A page of the handbook in both languages, as it is in docs: Markdown in UTF-8, each with its length.
typedef struct {
  const char *name;
  const unsigned char *en;
  size_t en_count;
  const unsigned char *zh;
  size_t zh_count;
} handbook_page;

/// All pages, in the order in which help lists them. Their number comes with them.
const handbook_page *handbook_pages(size_t *count);

#endif
