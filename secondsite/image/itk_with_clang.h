#pragma once
// Include before any header of ITK. Debian's ITK knows only the compiler that built it, GCC, and
// refuses the others; the fuzz targets are built by clang. What its compiler check would have found
// out about a compiler of C++20 is said here in its place, in its names.

#ifdef __clang__
#define ITK_COMPILER_DETECTION_H
#define ITK_COMPILER_IS_GNU 0
#define ITK_COMPILER_IS_MSVC 0
#define ITK_COMPILER_IS_AppleClang 0
#define ITK_COMPILER_IS_Clang 1
#define ITK_ALIGNAS(X) alignas(X)
#define ITK_ALIGNOF(X) alignof(X)
#define ITK_DEPRECATED [[deprecated]]
#define ITK_DEPRECATED_MSG(MSG) [[deprecated(MSG)]]
#define ITK_CONSTEXPR constexpr
#define ITK_DELETED_FUNCTION = delete
#define ITK_EXTERN_TEMPLATE extern
#define ITK_FINAL final
#define ITK_NOEXCEPT noexcept
#define ITK_NOEXCEPT_EXPR(X) noexcept(X)
#define ITK_NULLPTR nullptr
#define ITK_OVERRIDE override
#define ITK_STATIC_ASSERT(X) static_assert(X, #X)
#define ITK_STATIC_ASSERT_MSG(X, MSG) static_assert(X, MSG)
#define ITK_THREAD_LOCAL thread_local
#define ITK_COMPILER_CXX_STATIC_ASSERT 1
#endif
