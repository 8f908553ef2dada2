# libFuzzer targets: scripts/fuzz builds them by the preset "fuzz". Only clang has libFuzzer.

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    return()
endif()

# fuzz_target(NAME SOURCES... LINK libraries...)
function(fuzz_target name)
    cmake_parse_arguments(PARSE_ARGV 1 fuzz "" "" "LINK")
    list(TRANSFORM fuzz_UNPARSED_ARGUMENTS PREPEND fuzz/)
    add_executable(${name} EXCLUDE_FROM_ALL ${fuzz_UNPARSED_ARGUMENTS})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${fuzz_LINK} dockcheck_warnings)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endfunction()

fuzz_target(parse_fuzz parse_fuzz.cpp tree_invariants.cpp linear_time.cpp
            LINK dockcheck_dockerfile_syntax)
fuzz_target(rules_fuzz rules_fuzz.cpp checked_build.cpp tree_invariants.cpp linear_time.cpp
            LINK dockcheck_rules)
fuzz_target(fix_fuzz fix_fuzz.cpp checked_build.cpp tree_invariants.cpp LINK dockcheck_rules)
fuzz_target(lsp_fuzz lsp_fuzz.cpp LINK dockcheck_lsp)
fuzz_target(json_fuzz json_fuzz.cpp json_invariants.cpp LINK dockcheck_manifests)
fuzz_target(image_fuzz image_fuzz.cpp image_invariants.cpp json_invariants.cpp ../support/image_text.cpp LINK dockcheck_image_readers)
fuzz_target(image_rules_fuzz image_rules_fuzz.cpp archive_input.cpp checked_build.cpp
            ../support/tar_archive.cpp LINK dockcheck_rules dockcheck_image_readers)
fuzz_target(image_archive_fuzz image_archive_fuzz.cpp archive_input.cpp image_invariants.cpp json_invariants.cpp ../support/image_text.cpp
            ../support/tar_archive.cpp LINK dockcheck_image_readers)
