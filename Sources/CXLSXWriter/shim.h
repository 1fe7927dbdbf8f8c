// What the ledger uses of libxlsxwriter.
#include <xlsxwriter.h>
