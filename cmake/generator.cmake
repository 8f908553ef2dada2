# Programs that write sources while dockcheck is built.

# dockcheck_generator(NAME [SOURCES files...] [LINK targets...] [DEFINITIONS ...]): compiled here, or taken from
# DOCKCHECK_GENERATORS. NAME_file is its file, for the dependencies of what it writes.
function(dockcheck_generator name)
    cmake_parse_arguments(PARSE_ARGV 1 generator "" "" "SOURCES;LINK;DEFINITIONS")
    if(DOCKCHECK_GENERATORS)
        add_executable(${name} IMPORTED GLOBAL)
        set_target_properties(${name} PROPERTIES IMPORTED_LOCATION ${DOCKCHECK_GENERATORS}/${name})
        set(${name}_file ${DOCKCHECK_GENERATORS}/${name} PARENT_SCOPE)
        return()
    endif()
    add_executable(${name} ${generator_SOURCES})
    target_link_libraries(${name} PRIVATE ${generator_LINK} dockcheck_warnings)
    target_compile_definitions(${name} PRIVATE ${generator_DEFINITIONS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
    set(${name}_file ${name} PARENT_SCOPE)
endfunction()
