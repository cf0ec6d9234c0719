# Language level, warnings, and the fast paths (ccache, mold) where the machine has them.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

option(SECONDSITE_FUZZ "Build the fuzz targets" OFF)
option(SECONDSITE_BENCHMARKS "Build the benchmarks" ON)
option(SECONDSITE_BATCHES "Compile a dozen files at a time" OFF)

# -ffp-contract=off: the same bytes whether or not the machine fuses multiply and add.
add_compile_options(-Wall -Wextra -Wshadow $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
                    -Wno-missing-field-initializers -Werror=return-type -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarms of gcc 12 on std::string and std::optional (its bugs 105329, 105562, 105651, 107852).
  add_compile_options(-Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -Wno-maybe-uninitialized)
endif()
if(SECONDSITE_WERROR)
  add_compile_options(-Werror)
endif()

find_program(SECONDSITE_CCACHE ccache)
if(SECONDSITE_CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${SECONDSITE_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
find_program(SECONDSITE_MOLD mold)
if(SECONDSITE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
