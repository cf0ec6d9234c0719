# Embeds every file of a folder, and the pinned chart libraries, into a target: the report is one file
# and the program needs no share/ folder. The generated assembly uses .incbin, so it costs no compile time.
function(secondsite_embed_assets target folder)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.*")
  foreach(package vega vega-lite vega-embed)
    set(library "${SECONDSITE_DEPS}/node_modules/${package}/build/${package}.min.js")
    if(NOT EXISTS "${library}")
      message(FATAL_ERROR "${package} is missing below ${SECONDSITE_DEPS}.\nRun ./dev setup first; it installs the npm packages that package-lock.json pins.")
    endif()
    list(APPEND files "${library}")
  endforeach()
  set(assembly ".section .note.GNU-stack,\"\",@progbits\n.section .rodata\n")
  set(externs "")
  set(rows "")
  set(index 0)
  foreach(file ${files})
    get_filename_component(name "${file}" NAME)
    string(APPEND assembly ".global secondsite_asset_${index}\n.global secondsite_asset_${index}_end\nsecondsite_asset_${index}:\n.incbin \"${file}\"\nsecondsite_asset_${index}_end:\n.byte 0\n")
    string(APPEND externs "extern const char secondsite_asset_${index}[];\nextern const char secondsite_asset_${index}_end[];\n")
    string(APPEND rows "    {\"${name}\", {secondsite_asset_${index}, secondsite_asset_${index}_end}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/assets.S" CONTENT "${assembly}" @ONLY)
  set_source_files_properties("${CMAKE_BINARY_DIR}/generated/assets.S" PROPERTIES OBJECT_DEPENDS "${files}")
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/assets.cpp" CONTENT
"#include \"secondsite/report/asset.h\"
extern \"C\" {
${externs}}
namespace secondsite::report {
std::span<const Asset> assets() {
  static const Asset table[] = {
${rows}  };
  return table;
}
}  // namespace secondsite::report
" @ONLY)
  target_sources(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated/assets.S" "${CMAKE_BINARY_DIR}/generated/assets.cpp")
endfunction()
