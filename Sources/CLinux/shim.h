// System calls that Swift's Glibc module does not offer.
#include <sys/random.h>
#include <sys/vfs.h>
