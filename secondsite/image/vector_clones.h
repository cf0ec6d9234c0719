#pragma once
// Marks a loop over voxels that the compiler turns into vector instructions: built for AVX-512, for
// AVX2 and for any x86-64, chosen when the program starts. The loops add and compare, never
// multiply and add, and lanes never mix: each build gives the same result to the bit. Sanitizers
// cannot start before the choice is made; under them, and on other machines, there is one build.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SECONDSITE_VECTOR_CLONES_VOXELS \
  __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define SECONDSITE_VECTOR_CLONES_VOXELS
#endif
