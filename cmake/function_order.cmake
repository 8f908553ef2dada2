# Puts side by side in the program what a short run goes through (scripts/order-functions says why).

# lines_of(VARIABLE FILE): the lines of a list, as a linker script has them.
function(lines_of variable list)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
    file(STRINGS ${list} names)
    list(TRANSFORM names PREPEND "        ")
    list(JOIN names "\n" lines)
    set(${variable} "${lines}" PARENT_SCOPE)
endfunction()

# dockcheck_order_functions(TARGET): for GNU ld, which takes an order only from a script, and for zig's linker, which has
# no other way either. What the two compilers call the functions of their C++ libraries differs.
#
# The texts of the rules' pages, which few runs read, lie apart. What is discarded are two initialisers that a start would
# run for nothing: CLI11's ready-made validators, none of which is used, and nettle's question what the processor is, which
# nettle asks once more when it is first called.
function(dockcheck_order_functions target)
    if(NOT LINUX)
        return()
    endif()
    set(read)
    if(DOCKCHECK_ZIG)
        lines_of(functions ${PROJECT_SOURCE_DIR}/cmake/release/functions_of_a_start.txt)
        lines_of(read ${PROJECT_SOURCE_DIR}/cmake/release/constants_of_a_start.txt)
        # The checks of the rules, which every start goes through.
        string(PREPEND read "        *(.rodata._ZN9dockcheck5rules*4ruleE)\n")
    elseif(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        lines_of(functions ${PROJECT_SOURCE_DIR}/cmake/functions_of_a_start.txt)
    else()
        return()
    endif()
    set(script ${CMAKE_BINARY_DIR}/function_order.ld)
    file(CONFIGURE OUTPUT ${script} @ONLY CONTENT
"SECTIONS
{
    /DISCARD/ :
    {
        *libdockcheck_cli.a:arguments.cpp.o(.init_array .init_array.*)
        *libnettle.a:fat-x86_64.o(.init_array .init_array.*)
    }
    .text.start :
    {
${functions}
    }
}
INSERT BEFORE .text;
SECTIONS
{
    .rodata.start :
    {
${read}
    }
    .rodata.pages : { *catalog.cpp.o(.rodata.str*) }
}
INSERT AFTER .rodata;
")
    target_link_options(${target} PRIVATE -Wl,-T,${script})
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${script})
endfunction()
