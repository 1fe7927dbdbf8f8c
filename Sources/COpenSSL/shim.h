// What the ledger uses of OpenSSL's libcrypto.
//
// The low-level SHA-256 calls are deprecated in favour of EVP, which fetches and locks on every digest and costs a
// fifth more on lines of 200 bytes; they stay available in all of OpenSSL 3.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stdint.h>
#include <string.h>

// SHA-256 over one prefix byte and one run of bytes, all of it libcrypto's own doing: the leaf hash of RFC 9162 for
// prefix 0, the node hash for prefix 1. The digest comes as four big-endian words.
static inline void subsidy_sha256_prefixed(
    unsigned char prefix, const unsigned char *bytes, size_t count, uint64_t words[4]) {
  unsigned char out[SHA256_DIGEST_LENGTH];
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, &prefix, 1);
  SHA256_Update(&context, bytes, count);
  SHA256_Final(out, &context);
  for (int i = 0; i < 4; i++) {
    memcpy(&words[i], out + 8 * i, 8);
    words[i] = __builtin_bswap64(words[i]);
  }
}

// The fast path below pads by itself (FIPS 180-4 section 5.1.1) and hands libcrypto whole blocks only, so that
// its update never buffers and its final, which costs as much as a short line, is never called.

// The initial value of FIPS 180-4 section 5.3.3. The context's own buffer stays unset: nothing reads it as long as
// only whole blocks come.
static inline void subsidy_sha256_begin(SHA256_CTX *context) {
  context->h[0] = 0x6a09e667;
  context->h[1] = 0xbb67ae85;
  context->h[2] = 0x3c6ef372;
  context->h[3] = 0xa54ff53a;
  context->h[4] = 0x510e527f;
  context->h[5] = 0x9b05688c;
  context->h[6] = 0x1f83d9ab;
  context->h[7] = 0x5be0cd19;
  context->Nl = 0;
  context->Nh = 0;
  context->num = 0;
  context->md_len = SHA256_DIGEST_LENGTH;
}

// The digest as four big-endian words, the form that trees are computed in.
static inline void subsidy_sha256_words(const SHA256_CTX *context, uint64_t words[4]) {
  for (int i = 0; i < 4; i++) words[i] = (uint64_t)context->h[2 * i] << 32 | context->h[2 * i + 1];
}

static inline void subsidy_put_big_endian(unsigned char *out, uint64_t word) {
  word = __builtin_bswap64(word);
  memcpy(out, &word, 8);
}

// Ends a message of `total` bytes of which the last `used` stand in `block` (of at least used + 72 bytes).
// Returns how many bytes of whole blocks `block` holds then.
static inline size_t subsidy_sha256_pad(unsigned char *block, size_t used, uint64_t total) {
  size_t end = (used + 9 + 63) & ~(size_t)63;
  block[used] = 0x80;
  memset(block + used + 1, 0, end - used - 9);
  subsidy_put_big_endian(block + end - 8, total << 3);
  return end;
}

// H(0x00 || bytes).
static inline void subsidy_sha256_leaf(const unsigned char *bytes, size_t count, uint64_t words[4]) {
  unsigned char block[1024 + 72];
  SHA256_CTX context;
  subsidy_sha256_begin(&context);
  block[0] = 0;
  if (count < 1024) {
    memcpy(block + 1, bytes, count);
    SHA256_Update(&context, block, subsidy_sha256_pad(block, count + 1, count + 1));
  } else {
    // The first block takes the prefix, the middle is hashed where it lies.
    memcpy(block + 1, bytes, 63);
    SHA256_Update(&context, block, 64);
    size_t middle = (count - 63) & ~(size_t)63;
    SHA256_Update(&context, bytes + 63, middle);
    size_t rest = count - 63 - middle;
    memcpy(block, bytes + 63 + middle, rest);
    SHA256_Update(&context, block, subsidy_sha256_pad(block, rest, count + 1));
  }
  subsidy_sha256_words(&context, words);
}

// H(0x01 || left || right): 65 bytes, always two blocks of which all but the words is constant.
static inline void subsidy_sha256_node(const uint64_t left[4], const uint64_t right[4], uint64_t words[4]) {
  unsigned char block[128];
  SHA256_CTX context;
  subsidy_sha256_begin(&context);
  block[0] = 1;
  for (int i = 0; i < 4; i++) {
    subsidy_put_big_endian(block + 1 + 8 * i, left[i]);
    subsidy_put_big_endian(block + 33 + 8 * i, right[i]);
  }
  subsidy_sha256_pad(block, 65, 65);
  SHA256_Update(&context, block, 128);
  subsidy_sha256_words(&context, words);
}

// The same from the two digests' bytes, by libcrypto's own buffering and padding.
static inline void subsidy_sha256_prefixed_node(const uint64_t left[4], const uint64_t right[4], uint64_t words[4]) {
  unsigned char children[64];
  for (int i = 0; i < 4; i++) {
    subsidy_put_big_endian(children + 8 * i, left[i]);
    subsidy_put_big_endian(children + 32 + 8 * i, right[i]);
  }
  subsidy_sha256_prefixed(1, children, 64, words);
}

// SM3 over a prefix and a run of bytes, on a context that may be used again; 0 where libcrypto refuses.
// The digest comes as four big-endian words.
static inline int subsidy_sm3(
    EVP_MD_CTX *context, const EVP_MD *algorithm, const unsigned char *prefix, size_t prefixCount,
    const unsigned char *bytes, size_t count, uint64_t words[4]) {
  unsigned char out[32];
  if (EVP_DigestInit_ex(context, algorithm, NULL) != 1 || EVP_DigestUpdate(context, prefix, prefixCount) != 1 ||
      EVP_DigestUpdate(context, bytes, count) != 1 || EVP_DigestFinal_ex(context, out, NULL) != 1)
    return 0;
  for (int i = 0; i < 4; i++) {
    memcpy(&words[i], out + 8 * i, 8);
    words[i] = __builtin_bswap64(words[i]);
  }
  return 1;
}

// Private keys in files, PKCS #8 in PEM (RFC 5958, RFC 7468). libcrypto asks at the terminal unless it is given a
// passphrase callback, so that every reading has one.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} subsidy_passphrase;

static int subsidy_give_passphrase(char *buffer, int size, int writing, void *given) {
  const subsidy_passphrase *passphrase = given;
  if (passphrase->count > (size_t)size) return -1;
  memcpy(buffer, passphrase->bytes, passphrase->count);
  return (int)passphrase->count;
}

// The key of a PEM text; NULL for what is none, or is under another passphrase.
static inline EVP_PKEY *subsidy_read_private_key(
    const unsigned char *pem, size_t count, const unsigned char *passphrase, size_t passphraseCount) {
  subsidy_passphrase given = {passphrase, passphraseCount};
  BIO *source = BIO_new_mem_buf(pem, (int)count);
  if (!source) return NULL;
  EVP_PKEY *key = PEM_read_bio_PrivateKey(source, NULL, subsidy_give_passphrase, &given);
  BIO_free(source);
  return key;
}

// The key of a SubjectPublicKeyInfo, in PEM or DER; NULL for what is none.
static inline EVP_PKEY *subsidy_read_public_key(const unsigned char *bytes, size_t count) {
  const unsigned char *start = bytes;
  EVP_PKEY *key = d2i_PUBKEY(NULL, &start, (long)count);
  if (key) return key;
  BIO *source = BIO_new_mem_buf(bytes, (int)count);
  if (!source) return NULL;
  subsidy_passphrase none = {NULL, 0};
  key = PEM_read_bio_PUBKEY(source, NULL, subsidy_give_passphrase, &none);
  BIO_free(source);
  return key;
}

// A key as PEM under a passphrase: PBES2 with scrypt (RFC 7914; N 2^14, r 8, p 1: 16 MiB) and AES-256-CBC.
// Returns how many bytes it has, at most `room`; 0 where libcrypto refuses.
static inline size_t subsidy_write_private_key(
    EVP_PKEY *key, const unsigned char *passphrase, size_t passphraseCount, unsigned char *out, size_t room) {
  PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8(key);
  X509_ALGOR *algorithm = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 0, NULL, 1 << 14, 8, 1);
  X509_SIG *sealed =
      plain && algorithm
          ? PKCS8_set0_pbe((const char *)passphrase, (int)passphraseCount, plain, algorithm) : NULL;
  // What is sealed owns the algorithm.
  if (!sealed) X509_ALGOR_free(algorithm);
  BIO *target = BIO_new(BIO_s_mem());
  size_t written = 0;
  unsigned char *bytes = NULL;
  if (sealed && target && PEM_write_bio_PKCS8(target, sealed) == 1) {
    long count = BIO_get_mem_data(target, &bytes);
    if (count > 0 && (size_t)count <= room) {
      memcpy(out, bytes, (size_t)count);
      written = (size_t)count;
    }
  }
  BIO_free(target);
  X509_SIG_free(sealed);
  PKCS8_PRIV_KEY_INFO_free(plain);
  return written;
}

// The number of a private key on a curve, as big-endian bytes; 0 where there is none or it is longer.
static inline int subsidy_private_number(EVP_PKEY *key, unsigned char *out, int count) {
  BIGNUM *number = NULL;
  if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) return 0;
  int done = BN_bn2binpad(number, out, count) == count;
  BN_clear_free(number);
  return done;
}

// AES-256-GCM (NIST SP 800-38D) with a nonce of 12 bytes and a tag of 16. Returns 1 where it is done; opening fails for
// another key, nonce, text or tag.
static inline int subsidy_gcm_seal(
    const unsigned char key[32], const unsigned char nonce[12], const unsigned char *about, int aboutCount,
    const unsigned char *plain, int count, unsigned char *out, unsigned char tag[16]) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int done = 0, length = 0;
  int ok = context && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
           EVP_EncryptUpdate(context, NULL, &length, about, aboutCount) == 1 &&
           EVP_EncryptUpdate(context, out, &done, plain, count) == 1 &&
           EVP_EncryptFinal_ex(context, out + done, &length) == 1 && done + length == count &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, tag) == 1;
  EVP_CIPHER_CTX_free(context);
  return ok;
}

static inline int subsidy_gcm_open(
    const unsigned char key[32], const unsigned char nonce[12], const unsigned char *about, int aboutCount,
    const unsigned char *sealed, int count, const unsigned char tag[16], unsigned char *out) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int done = 0, length = 0;
  int ok = context && EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
           EVP_DecryptUpdate(context, NULL, &length, about, aboutCount) == 1 &&
           EVP_DecryptUpdate(context, out, &done, sealed, count) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, (void *)tag) == 1 &&
           EVP_DecryptFinal_ex(context, out + done, &length) == 1 && done + length == count;
  EVP_CIPHER_CTX_free(context);
  return ok;
}
