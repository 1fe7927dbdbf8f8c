// System calls that Swift's Glibc module does not offer.
#include <sys/random.h>
#include <sys/vfs.h>

// memmem(3) is declared by <string.h> only for programs that ask for GNU extensions before anything includes it.
#include <stddef.h>
extern void *memmem(const void *haystack, size_t count, const void *needle, size_t length);
static inline const void *subsidy_find(const void *haystack, size_t count, const void *needle, size_t length) {
  return memmem(haystack, count, needle, length);
}
