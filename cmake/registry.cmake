# An extension point: every .cpp in FOLDER defines one function, named as the file, that returns one
# TYPE. The table of them is generated here, so adding the file is all that registers it:
#
#   secondsite/stats/intervals/wilson.cpp   defines   IntervalMethod secondsite::stats::intervals::wilson()
#   generated                                defines   std::span<const IntervalMethod> intervals::all()
#
# FOLDER "." is the module's own folder. Files whose names end in _test.cpp are tests, not entries.
function(secondsite_registry module folder type header)
  if(folder STREQUAL ".")
    set(directory "${CMAKE_SOURCE_DIR}/secondsite/${module}")
    set(space "secondsite::${module}")
    set(name "${module}")
  else()
    set(directory "${CMAKE_SOURCE_DIR}/secondsite/${module}/${folder}")
    set(space "secondsite::${module}::${folder}")
    set(name "${module}_${folder}")
  endif()
  secondsite_table("secondsite_${module}" "${directory}" "${space}" "secondsite::${module}::${type}"
                   "${header}" "${name}")
endfunction()

# The same for any target, folder and namespace (the CLI's verbs, the oracle sets).
function(secondsite_table target directory space type header name)
  file(GLOB files CONFIGURE_DEPENDS "${directory}/*.cpp")
  set(declarations "")
  set(calls "")
  foreach(file ${files})
    get_filename_component(entry "${file}" NAME_WE)
    if(entry MATCHES "_test$")
      continue()
    endif()
    string(APPEND declarations "${type} ${entry}();\n")
    string(APPEND calls "      ${entry}(),\n")
  endforeach()
  set(generated "${CMAKE_BINARY_DIR}/generated/${name}_table.cpp")
  file(CONFIGURE OUTPUT "${generated}" CONTENT
"// Generated from the files in ${directory}.
#include <vector>
#include \"${header}\"
namespace ${space} {
${declarations}
std::span<const ${type}> all() {
  static const std::vector<${type}> registered_entries{
${calls}  };
  return registered_entries;
}
}  // namespace ${space}
" @ONLY)
  target_sources(${target} PRIVATE "${generated}")
endfunction()
