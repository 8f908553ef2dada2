# Puts the functions of a short run side by side in the program (scripts/order-functions says why).

# dockcheck_order_functions(TARGET): for GNU ld, which takes an order only from a script, and for zig's linker, which has
# no other way either. What the two compilers call the functions of their C++ libraries differs.
function(dockcheck_order_functions target)
    set(compilers GNU)
    set(list ${PROJECT_SOURCE_DIR}/cmake/functions_of_a_start.txt)
    if(DOCKCHECK_ZIG)
        set(compilers Clang)
        set(list ${PROJECT_SOURCE_DIR}/cmake/release/functions_of_a_start.txt)
    endif()
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "${compilers}" OR NOT LINUX)
        return()
    endif()
    set(script ${CMAKE_BINARY_DIR}/function_order.ld)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
    file(STRINGS ${list} names)
    list(TRANSFORM names PREPEND "        ")
    list(JOIN names "\n" sections)
    file(CONFIGURE OUTPUT ${script} CONTENT
        "SECTIONS\n{\n    .text.start :\n    {\n${sections}\n    }\n}\nINSERT BEFORE .text;\n" @ONLY)
    target_link_options(${target} PRIVATE -Wl,-T,${script})
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${script})
endfunction()
