# A toolchain that needs nothing of the system it builds for: zig's C and C++ compilers with their own C library.
#
# DOCKCHECK_ZIG is the program, DOCKCHECK_TARGET a triple of zig (x86_64-linux-musl, aarch64-macos); scripts/release
# gives both.

set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES DOCKCHECK_ZIG DOCKCHECK_TARGET)

string(REPLACE "-" ";" triple "${DOCKCHECK_TARGET}")
list(GET triple 0 CMAKE_SYSTEM_PROCESSOR)
list(GET triple 1 system)
set(names_linux Linux)
set(names_windows Windows)
set(names_macos Darwin)
set(CMAKE_SYSTEM_NAME ${names_${system}})

set(CMAKE_USER_MAKE_RULES_OVERRIDE ${CMAKE_CURRENT_LIST_DIR}/zig_rules.cmake)
foreach(language C CXX)
    set(CMAKE_${language}_COMPILER_TARGET ${DOCKCHECK_TARGET})
endforeach()
set(CMAKE_C_COMPILER ${DOCKCHECK_ZIG} cc)
set(CMAKE_CXX_COMPILER ${DOCKCHECK_ZIG} c++)
set(CMAKE_AR ${DOCKCHECK_ZIG} CACHE FILEPATH "The archiver")
set(CMAKE_RANLIB ${DOCKCHECK_ZIG} CACHE FILEPATH "The indexer of archives")

# Nothing of the machine that builds.
set(CMAKE_FIND_ROOT_PATH ${CMAKE_CURRENT_LIST_DIR}/release)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
