# Mapping tables are data, not code: every .csv and .yaml of FOLDER travels inside the library of MODULE, and
# secondsite/core/embedded_table.h looks it up. A new spelling of a vendor is a new row.
#
#   secondsite_tables(cohort secondsite/cohort/tables)   defines   secondsite::cohort::tables::all()
function(secondsite_tables module folder)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.csv"
       "${CMAKE_SOURCE_DIR}/${folder}/*.yaml")
  set(externs "")
  set(rows "")
  set(assembly ".section .note.GNU-stack,\"\",@progbits\n.section .rodata\n")
  foreach(file ${files})
    get_filename_component(name "${file}" NAME_WE)
    set(symbol "secondsite_table_${module}_${name}")
    string(APPEND assembly ".global ${symbol}\n.global ${symbol}_end\n${symbol}:\n.incbin \"${file}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND externs "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${name}\", {${symbol}, ${symbol}_end}},\n")
  endforeach()
  set(generated "${CMAKE_BINARY_DIR}/generated/tables_${module}")
  file(CONFIGURE OUTPUT "${generated}.S" CONTENT "${assembly}" @ONLY)
  set_source_files_properties("${generated}.S" PROPERTIES OBJECT_DEPENDS "${files}")
  file(CONFIGURE OUTPUT "${generated}.cpp" CONTENT
"#include \"secondsite/core/embedded_table.h\"
extern \"C\" {
${externs}}
namespace secondsite::${module}::tables {
std::span<const core::EmbeddedTable> all() {
  static const core::EmbeddedTable table[] = {
${rows}  };
  return table;
}
}  // namespace secondsite::${module}::tables
" @ONLY)
  target_sources("secondsite_${module}" PRIVATE "${generated}.S" "${generated}.cpp")
endfunction()
