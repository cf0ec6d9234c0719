#pragma once
// Marks a loop that the compiler turns into vector instructions: built once for AVX2 and once for
// any x86-64, chosen when the program starts. Whole numbers only, so both give the same result.
// Sanitizers cannot start before the choice is made; under them, and on other machines, there is
// one build.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SECONDSITE_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define SECONDSITE_VECTOR_CLONES
#endif
