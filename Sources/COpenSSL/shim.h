// What the ledger uses of OpenSSL's libcrypto.
//
// The low-level SHA-256 calls are deprecated in favour of EVP, which fetches and locks on every digest and costs a
// fifth more on lines of 200 bytes; they stay available in all of OpenSSL 3.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <string.h>

// SHA-256 over one prefix byte and one run of bytes: the leaf hash of RFC 9162 for prefix 0.
static inline void subsidy_sha256_prefixed(
    unsigned char prefix, const unsigned char *bytes, size_t count, unsigned char out[32]) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, &prefix, 1);
  SHA256_Update(&context, bytes, count);
  SHA256_Final(out, &context);
}
