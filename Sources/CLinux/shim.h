// System calls that Swift's Glibc module does not offer.
#include <sys/random.h>
#include <sys/vfs.h>

// memmem(3) is declared by <string.h> only for programs that ask for GNU extensions before anything includes it.
#include <stddef.h>
extern void *memmem(const void *haystack, size_t count, const void *needle, size_t length);
static inline const void *subsidy_find(const void *haystack, size_t count, const void *needle, size_t length) {
  return memmem(haystack, count, needle, length);
}

// fallocate(2) is declared by <fcntl.h> under the same condition.
#include <sys/types.h>
extern int fallocate(int descriptor, int mode, off_t offset, off_t count);
static inline int subsidy_reserve(int descriptor, off_t offset, off_t count) {
  return fallocate(descriptor, 1 /* FALLOC_FL_KEEP_SIZE */, offset, count);
}
