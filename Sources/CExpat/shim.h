// What the ledger uses of expat.
#include <expat.h>
