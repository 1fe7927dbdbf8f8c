// What the ledger uses of minizip.
#include <minizip/unzip.h>
