# The programs that print what the tree holds, so that scripts/conformance can hold it against BuildKit.

add_custom_target(conformance_dumps)

# dump_program(NAME SOURCES... LINK libraries...)
function(dump_program name)
    cmake_parse_arguments(PARSE_ARGV 1 dump "" "" "LINK")
    list(TRANSFORM dump_UNPARSED_ARGUMENTS PREPEND conformance/)
    add_executable(${name} EXCLUDE_FROM_ALL ${dump_UNPARSED_ARGUMENTS})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${dump_LINK} dockcheck_rapidjson dockcheck_warnings)
    add_dependencies(conformance_dumps ${name})
endfunction()

dump_program(parse_dump parse_dump.cpp json_lines.cpp LINK dockcheck_dockerfile_syntax)
dump_program(expand_dump expand_dump.cpp json_lines.cpp LINK dockcheck_dockerfile_syntax)
dump_program(ignore_dump ignore_dump.cpp json_lines.cpp LINK dockcheck_context)
dump_program(config_dump config_dump.cpp json_lines.cpp LINK dockcheck_model dockcheck_image_readers)
dump_program(shell_dump shell_dump.cpp json_lines.cpp LINK dockcheck_shell_syntax)
