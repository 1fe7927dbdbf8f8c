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

// statx(2) too, and its times are not asked for: from Linux 6.13 on, whoever asks for a file's times makes the kernel stamp
// the next writes to the nanosecond instead of the tick, and a changed stamp makes synchronising HEAD two fifths dearer.
#include <linux/stat.h>
extern int statx(int folder, const char *path, int flags, unsigned int mask, struct statx *status);
static inline int subsidy_status(int descriptor, const char *path, struct statx *status) {
  return statx(descriptor, path, path[0] == 0 ? 0x1000 /* AT_EMPTY_PATH */ : 0, STATX_TYPE | STATX_INO | STATX_SIZE, status);
}

// renameat2(2) too: with its flag a name that somebody has taken meanwhile is not taken from them.
extern int renameat2(int old_folder, const char *old, int new_folder, const char *name, unsigned int flags);
static inline int subsidy_rename_to_free(const char *old, const char *name) {
  return renameat2(-100 /* AT_FDCWD */, old, -100, name, 1 /* RENAME_NOREPLACE */);
}

// And syncfs(2).
extern int syncfs(int descriptor);
static inline int subsidy_synchronize_all(int descriptor) { return syncfs(descriptor); }

// And memfd_create(2), closed in programs that this one starts.
extern int memfd_create(const char *name, unsigned int flags);
static inline int subsidy_memory_file(const char *name) { return memfd_create(name, 1 /* MFD_CLOEXEC */); }

// access(2) by the rights of the effective user; <fcntl.h> and <linux/stat.h> do not go together in Swift.
extern int faccessat(int folder, const char *path, int mode, int flags);
static inline int subsidy_may_write(const char *path) {
  return faccessat(-100 /* AT_FDCWD */, path, 2 /* W_OK */, 0x200 /* AT_EACCESS */);
}

// ioctl(2) takes a variable number of arguments.
#include <sys/ioctl.h>
static inline int subsidy_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// prctl(2) too: no core file of this process, wherever the system would send it, and nobody of the same user attaches.
#include <sys/prctl.h>
static inline int subsidy_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
